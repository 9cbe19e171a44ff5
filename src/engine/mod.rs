//! stub
mod outcome; mod record; mod timeline;
pub use outcome::*; pub use record::*; pub use timeline::*;
