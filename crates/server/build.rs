//! Makes cargo notice a console that was built anew; the compiler only tracks the files it has seen.

fn main() {
    println!("cargo::rerun-if-changed=../../ui/dist");
}
