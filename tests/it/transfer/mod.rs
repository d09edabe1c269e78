//! Uploads by session and downloads, over lines that break.

mod blob;
mod download;
mod random;
mod upload;
