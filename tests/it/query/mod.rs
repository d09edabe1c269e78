//! Query options on declared endpoints, down to the bytes that they write.

mod declared;
mod options;
mod selection;
