//! Uploads by session and downloads, over lines that break.

mod changing;
mod download;
mod files;
mod loops;
mod random;
mod streams;
mod upload;
