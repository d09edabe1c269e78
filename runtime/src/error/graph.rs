//! Graph's error body.

/// `{"error": {"code", "message", "innerError", ...}}`, as much of it as came.
#[derive(Default)]
pub(super) struct GraphError {}

impl GraphError {
    pub(super) fn parse(_body: &[u8]) -> Self {
        Self::default()
    }
}
