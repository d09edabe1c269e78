//! The first words of titles, and of the names of actions.

/// Words that say what a page does; a title that begins with one is a name.
pub(super) const VERBS: &[&str] = &[
    "add", "assign", "cancel", "check", "copy", "create", "delete", "get", "invite", "list", "post", "put",
    "remove", "search", "send", "set", "update", "upload", "upsert",
];

/// First words of Graph's other actions, as its metadata has them: a POST to such a name creates nothing.
const ACTIONS: &[&str] = &[
    "abort",
    "accept",
    "acquire",
    "activate",
    "apply",
    "approve",
    "archive",
    "begin",
    "browse",
    "bypass",
    "change",
    "clean",
    "clear",
    "clone",
    "close",
    "commit",
    "complete",
    "confirm",
    "convert",
    "deactivate",
    "decline",
    "disable",
    "discard",
    "disconnect",
    "discover",
    "dismiss",
    "enable",
    "end",
    "estimate",
    "evaluate",
    "export",
    "favorite",
    "filter",
    "find",
    "follow",
    "force",
    "forward",
    "grant",
    "hide",
    "import",
    "instantiate",
    "invoke",
    "locate",
    "lock",
    "logout",
    "lookup",
    "mark",
    "merge",
    "move",
    "mute",
    "offboard",
    "parse",
    "pause",
    "pin",
    "play",
    "preview",
    "process",
    "promote",
    "protect",
    "provision",
    "publish",
    "purge",
    "query",
    "reapply",
    "reassign",
    "reauthorize",
    "reboot",
    "recover",
    "redirect",
    "refresh",
    "regenerate",
    "reject",
    "release",
    "remediate",
    "rename",
    "renew",
    "reopen",
    "replace",
    "reply",
    "reprocess",
    "reprovision",
    "reset",
    "resize",
    "restart",
    "restore",
    "resume",
    "retire",
    "retrieve",
    "retry",
    "return",
    "revoke",
    "rotate",
    "run",
    "share",
    "shut",
    "sign",
    "snooze",
    "soft",
    "stage",
    "start",
    "stop",
    "submit",
    "subscribe",
    "sync",
    "terminate",
    "transfer",
    "translate",
    "troubleshoot",
    "unarchive",
    "unassign",
    "undo",
    "unfavorite",
    "unfollow",
    "unhide",
    "unlock",
    "unmute",
    "unpin",
    "unprotect",
    "unpublish",
    "unset",
    "unsubmit",
    "unsubscribe",
    "upgrade",
    "validate",
    "verify",
    "wipe",
];

/// Whether a title that begins with this word says what is done.
pub(super) fn begins(word: &str) -> bool {
    VERBS.contains(&word) || ACTIONS.contains(&word)
}

/// `getOffice365ActiveUserCounts`, `filterByCurrentUser`, `search`.
pub(super) fn is_verb(word: &str) -> bool {
    let first: String = word.chars().take_while(char::is_ascii_lowercase).collect();
    VERBS.contains(&first.as_str()) || matches!(first.as_str(), "filter" | "find")
}

/// `revokeSignInSessions`, `wipe`.
pub(super) fn is_action(word: &str) -> bool {
    let first: String = word.chars().take_while(char::is_ascii_lowercase).collect();
    is_verb(word) || ACTIONS.contains(&first.as_str())
}

/// `doesUserHaveAccess`, `retrieveCloudPcLaunchDetail`: a function's name that says what it does, and to what.
pub(super) fn asks(word: &str) -> bool {
    let first: String = word.chars().take_while(char::is_ascii_lowercase).collect();
    let is_verb = ACTIONS.contains(&first.as_str())
        || matches!(first.as_str(), "compute" | "does" | "download" | "is" | "summarize");
    is_verb && first != word
}
