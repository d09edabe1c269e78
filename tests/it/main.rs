//! What users meet: declarations, requests, answers.

mod declare;
mod sandbox;
