//! The rules of `check`: every example raises its code alone, and its repair raises nothing.

mod bank;
mod bounds;
mod dead;
mod examples;
