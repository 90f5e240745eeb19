//! The integration files as types, parsed and checked. No I/O.
