//! Rules on the files themselves.

pub mod service_without_promise;
