//! Makes cargo notice a new migration; the compiler only tracks the files it has seen.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
