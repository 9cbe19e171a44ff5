//! blackstart
