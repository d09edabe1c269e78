//! What a pause is for: which calls share a limit of Graph's, as far as their paths show it.
//!
//! Graph's services count by different things ([limits]): Outlook by app and mailbox, Teams by team and chat, the
//! directory and Intune by tenant. So these parts of a path make the key, in the place of `{id}` the value itself:
//!
//! | path | key | who waits together |
//! | --- | --- | --- |
//! | `/me/messages`, `/users/{id}/events`, `/groups/{id}/threads`, ... | `me/mailbox`, `users/{id}/mailbox`, ... | one mailbox: mail, calendar and contacts |
//! | `/me/drive`, `/users/{id}/drives`, `/groups/{id}/drive`, ... | `users/{id}/drive`, ... | the files of one owner |
//! | `/drives/{id}`, `/shares/{id}`, `/sites/{id}`, `/teams/{id}`, `/chats/{id}` | `drives/{id}`, ... | one of them |
//! | `/groups/{id}/team` | `teams/{id}` | that team |
//! | `/users`, `/users/{id}`, `/users/{id}/memberOf`, `/me/manager`, ... | `users` | the tenant's users |
//! | `/groups`, `/groups/{id}/members`, ... | `groups` | the tenant's groups |
//! | `/users/{id}/managedDevices`, ... | `deviceManagement` | the tenant's devices |
//! | `/users/{id}/onenote`, ... | `users/{id}/onenote`, ... | that part of one user or group |
//! | anything else: `/applications/{id}`, `/deviceManagement/...` | `applications`, ... | the tenant's, by the first segment |
//!
//! An id and another name of the same user (`me`, a principal name) are different keys: one of the two learns of a pause
//! by its own 429. Names of segments and principal names count without their letter case, ids with it.
//!
//! [limits]: https://learn.microsoft.com/graph/throttling-limits

use std::fmt;

use http::Method;

/// A call, as the key of its pauses sees it: see
/// [`ClientBuilder::throttle_key`](crate::ClientBuilder::throttle_key).
///
/// ```
/// use graph_endpoint::Client;
///
/// // Reports have a limit of their own; the rest is counted as usual.
/// let client = Client::builder().token("a-token").throttle_key(|call| {
///     match call.method() == "GET" && call.template().starts_with("/reports/") {
///         true => "reports".to_owned(),
///         false => call.default_key(),
///     }
/// });
/// # drop(client);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ThrottledCall<'a> {
    method: &'a Method,
    template: &'static str,
    path: &'a str,
}

impl<'a> ThrottledCall<'a> {
    pub(crate) fn new(method: &'a Method, template: &'static str, path: &'a str) -> Self {
        Self { method, template, path }
    }

    /// The method.
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The path as declared: `/users/<id>/messages`.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// The path with its values, percent-encoded, below the API version and without a slash before it or a query behind
    /// it: `users/u1/messages`.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The key that is used where the client sets none: `users/u1/mailbox`.
    pub fn default_key(&self) -> String {
        unit(self.path)
    }
}

impl fmt::Debug for ThrottledCall<'_> {
    /// The path as declared, never its values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThrottledCall")
            .field("method", &self.method)
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

/// What is asked of a user or group that is in its mailbox.
const MAILBOX: &str = "messages mailFolders sendMail events calendar calendars calendarGroups calendarView contacts \
     contactFolders inferenceClassification mailboxSettings outlook findMeetingTimes getMailTips reminderView \
     translateExchangeIds conversations threads people";

/// What is asked of a user or group that is in the directory.
const DIRECTORY: &str = "$ref $count memberOf transitiveMemberOf members transitiveMembers owners acceptedSenders rejectedSenders \
     manager directReports transitiveReports sponsors licenseDetails assignLicense appRoleAssignments \
     oauth2PermissionGrants ownedObjects ownedDevices registeredDevices createdObjects authentication \
     extensions settings checkMemberGroups checkMemberObjects getMemberGroups getMemberObjects \
     revokeSignInSessions";

/// What is asked of a user that is in Intune.
const DEVICES: &str = "managedDevices managedAppRegistrations deviceManagementTroubleshootingEvents \
     wipeManagedAppRegistrationsByDeviceTag";

/// Each of these has limits of its own.
const OWN_LIMITS: &str = "drives shares sites teams chats";

/// The key of a path.
fn unit(path: &str) -> String {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let first = segments.next().unwrap_or_default();
    let root = name(first).to_ascii_lowercase();
    let owner = match root.as_str() {
        "me" => root.clone(),
        "users" | "groups" => owner(&root, first, &mut segments),
        root if is_one_of(OWN_LIMITS, root) => return owner(root, first, &mut segments),
        _ => return root,
    };
    let part = segments.next().map(name).unwrap_or_default();
    if part.is_empty() || is_one_of(DIRECTORY, part) {
        return if root == "me" { "users".to_owned() } else { root };
    }
    if is_one_of(DEVICES, part) {
        return "devicemanagement".to_owned();
    }
    let part = part.to_ascii_lowercase();
    match part.as_str() {
        "drive" | "drives" => owner + "/drive",
        "team" if root == "groups" => format!("teams{}", owner.strip_prefix("groups").unwrap_or_default()),
        part if is_one_of(MAILBOX, part) => owner + "/mailbox",
        part => format!("{owner}/{part}"),
    }
}

/// `users/{id}`; `users` if there is no id.
fn owner<'p>(root: &str, first: &'p str, segments: &mut dyn Iterator<Item = &'p str>) -> String {
    match id(first, segments) {
        // A principal name is one in any letter case.
        Some(id) => {
            let id = id.replace('@', "%40");
            let is_principal_name = id.as_bytes().windows(3).any(|part| part == b"%40");
            format!("{root}/{}", if is_principal_name { id.to_ascii_lowercase() } else { id })
        }
        None => root.to_owned(),
    }
}

/// A segment without its key, and without the namespace of a function: `users('x')` is `users`, `root:` is `root`.
fn name(segment: &str) -> &str {
    let end = segment.bytes().position(|byte| matches!(byte, b'(' | b':'));
    let name = end.and_then(|end| segment.get(..end)).unwrap_or(segment);
    name.strip_prefix("microsoft.graph.").unwrap_or(name)
}

/// The key of the first segment, or the segment behind it. A site by its path takes more: `host:/sites/a:`.
fn id<'p>(first: &'p str, segments: &mut dyn Iterator<Item = &'p str>) -> Option<String> {
    if let Some((_, key)) = first.split_once('(') {
        let key = key.strip_suffix(')').unwrap_or(key);
        let value = key.split_once('=').map_or(key, |(_, value)| value);
        return Some(value.trim_matches('\'').to_owned());
    }
    let mut id = segments.next()?.to_owned();
    if id.ends_with(':') {
        for segment in segments {
            id.push('/');
            id.push_str(segment);
            if segment.ends_with(':') {
                break;
            }
        }
    }
    Some(id)
}

fn is_one_of(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_who_waits_together() {
        for (key, paths) in [
            (
                "users/a/mailbox",
                &[
                    "users/a/messages",
                    "users/a/messages/m/attachments",
                    "Users/a/MailFolders('inbox')/messages",
                    "users('a')/events",
                    "users(id='a')/calendarView",
                    "users/a/microsoft.graph.sendMail",
                    "/users/a//contacts/",
                ][..],
            ),
            ("users/A/mailbox", &["users/A/messages"]),
            (
                "users/a%40example.com/mailbox",
                &[
                    "users/a%40example.com/sendMail",
                    "users/A%40Example.COM/messages",
                    "users/a@example.com/events",
                    "users('A@example.com')/events",
                ],
            ),
            ("me/mailbox", &["me/messages", "me/events/e"]),
            ("groups/a/mailbox", &["groups/a/threads", "groups/a/conversations/c"]),
            (
                "users",
                &[
                    "users",
                    "users/a",
                    "users/delta",
                    "users/$count",
                    "users(userPrincipalName='u')",
                    "users/a/memberOf/$count",
                    "me",
                    "me/manager",
                ],
            ),
            ("groups", &["groups", "groups/a", "groups/a/members/$ref", "groups/a/owners"]),
            ("users/a/drive", &["users/a/drive/root:/b/c:/content", "users/a/drives/d/items"]),
            ("me/drive", &["me/drive/items/i", "me/drive/root:/x.txt:/createUploadSession"]),
            ("drives/d", &["drives/d", "drives/d/items/i/content", "drives('d')/root"]),
            ("drives", &["drives"]),
            ("sites/s", &["sites/s/lists/l/items", "sites/s/drives/d"]),
            ("sites/h.example:/sites/a:", &["sites/h.example:/sites/a:/lists", "sites/h.example:/sites/a:"]),
            ("sites/h.example:/sites/a", &["sites/h.example:/sites/a"]),
            ("teams/t", &["teams/t/channels/c/messages", "groups/t/team", "groups/t/team/channels"]),
            ("chats/c", &["chats/c/messages"]),
            ("users/a/onenote", &["users/a/onenote/pages"]),
            (
                "devicemanagement",
                &["deviceManagement/managedDevices/x", "users/a/managedDevices", "me/managedDevices"],
            ),
            ("applications", &["applications/a/owners", "applications(appId='x')"]),
            ("$batch", &["$batch"]),
            ("", &["", "/", "//"]),
        ] {
            for path in paths {
                let call = ThrottledCall::new(&Method::GET, "/x", path);
                assert_eq!(call.default_key(), key, "{path}");
            }
        }
    }

    #[test]
    fn odd_paths_have_a_key_too() {
        for path in
            ["users(", "users()", "users('", "users(=)", "sites/:/:/:", "sites/a:", "(", ":", "me/(", "é/é"]
        {
            let _ = unit(path);
        }
    }
}
