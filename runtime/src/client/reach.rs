//! How far inside a host is, as far as a URL shows it: this machine, its link, its network, or the outside.
//!
//! A client of Graph's cloud has no business on the machine or in the network that it runs in: there are services that
//! trust whoever reaches them. So a link never leads further in than the base URL does. A name is what it looks like;
//! what DNS makes of it is not known here, see `SECURITY.md`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// From the inside out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// This machine.
    Machine,
    /// What only this machine's link knows, metadata services of clouds among it.
    Link,
    /// A private network.
    Private,
    /// Anywhere else.
    Public,
}

/// Hosts files have these for loopback. <https://www.rfc-editor.org/rfc/rfc6761#section-6.3>
const MACHINE: [&str; 5] =
    ["localhost.localdomain", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback"];
/// Names that only a private network can resolve; `svc` is a cluster's.
/// <https://www.rfc-editor.org/rfc/rfc6762#appendix-G>, <https://www.rfc-editor.org/rfc/rfc8375>
const PRIVATE: [&str; 10] =
    ["local", "internal", "intranet", "private", "corp", "home", "lan", "localdomain", "home.arpa", "svc"];
/// Azure's own platform, as each of its virtual machines sees it.
/// <https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16>
const AZURE_PLATFORM: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

impl Reach {
    pub(crate) fn of(url: &Url) -> Self {
        match (url.domain(), address(url)) {
            (Some(name), _) => Self::of_name(name),
            (None, Some(IpAddr::V4(address))) => Self::of_v4(address),
            (None, Some(IpAddr::V6(address))) => Self::of_v6(address),
            (None, None) => Self::Public,
        }
    }

    /// Whether a link of a service that is `self` may lead to a host that is `other`.
    pub(crate) fn may_lead_to(self, other: Self) -> bool {
        match other {
            Self::Link => self == Self::Link,
            _ => other >= self,
        }
    }

    fn of_name(name: &str) -> Self {
        let name = name.trim_end_matches('.');
        if is_localhost(name) || has_suffix(name, "localhost") || is_one_of(&MACHINE, name) {
            Self::Machine
        } else if !name.contains('.') || PRIVATE.iter().any(|suffix| has_suffix(name, suffix)) {
            Self::Private
        } else {
            Self::Public
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        let [first, second, ..] = address.octets();
        if address.is_loopback() || first == 0 {
            Self::Machine
        // 192.0.0.0/24 is for protocols, and for a cloud's metadata. <https://www.rfc-editor.org/rfc/rfc6890>
        } else if address.is_link_local()
            || address == AZURE_PLATFORM
            || matches!(address.octets(), [192, 0, 0, _])
        {
            Self::Link
        // 100.64.0.0/10 is shared by carriers and clouds, 198.18.0.0/15 is for networks under test.
        // <https://www.rfc-editor.org/rfc/rfc6598>, <https://www.rfc-editor.org/rfc/rfc2544>
        } else if address.is_private()
            || (first == 100 && second & 0xc0 == 64)
            || (first == 198 && second & 0xfe == 18)
        {
            Self::Private
        } else {
            Self::Public
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        if address.is_loopback() || address.is_unspecified() {
            return Self::Machine;
        }
        if let Some(inner) = embedded(address) {
            return Self::of_v4(inner);
        }
        let [first, ..] = address.segments();
        match first {
            0xfe80..=0xfebf => Self::Link,
            0xfc00..=0xfdff | 0xfec0..=0xfeff => Self::Private,
            _ => Self::Public,
        }
    }
}

/// 127.0.0.0/8, ::1 and `localhost`: what never leaves this machine, so that nobody reads it on its way.
/// <https://www.rfc-editor.org/rfc/rfc6761#section-6.3>
pub(crate) fn is_loopback(url: &Url) -> bool {
    match (url.domain(), address(url)) {
        (Some(name), _) => is_localhost(name.strip_suffix('.').unwrap_or(name)),
        (None, address) => address.is_some_and(|address| address.to_canonical().is_loopback()),
    }
}

fn address(url: &Url) -> Option<IpAddr> {
    match url.domain() {
        Some(_) => None,
        None => url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok(),
    }
}

/// The IPv4 address that an IPv6 address leads to: mapped, compatible, translated, behind NAT64, 6to4 or Teredo.
/// <https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5>, <https://www.rfc-editor.org/rfc/rfc2765#section-2.1>,
/// <https://www.rfc-editor.org/rfc/rfc6052#section-2.1>, <https://www.rfc-editor.org/rfc/rfc8215>,
/// <https://www.rfc-editor.org/rfc/rfc3056#section-2>, <https://www.rfc-editor.org/rfc/rfc4380#section-4>
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let last = |high: u16, low: u16| Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => last(high, low),
        [0, 0, 0, 0, 0xffff, 0, high, low] | [0x64, 0xff9b, 1, _, _, _, high, low] => last(high, low),
        [0x2002, high, low, ..] => last(high, low),
        [0x2001, 0, _, _, _, _, high, low] => last(!high, !low),
        _ => None,
    }
}

fn is_localhost(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn has_suffix(name: &str, suffix: &str) -> bool {
    let end = name.len().checked_sub(suffix.len() + 1).and_then(|at| name.get(at..));
    end.and_then(|end| end.strip_prefix('.')).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(host: &str) -> Reach {
        Reach::of(&Url::parse(&format!("https://{host}/x")).unwrap())
    }

    #[test]
    fn a_host_is_as_far_inside_as_it_looks() {
        for (expected, hosts) in [
            (
                Reach::Machine,
                &[
                    "127.0.0.1",
                    "127.9.9.9:8443",
                    "0.0.0.0",
                    "0.1.2.3",
                    "2130706433",
                    "0x7f.1",
                    "0177.0.0.1",
                    "127.1",
                    "127.0.0.1.",
                    "[::1]",
                    "[::]",
                    "[::ffff:127.0.0.1]",
                    "[::ffff:0.0.0.0]",
                    "[::127.0.0.1]",
                    "[::ffff:0:127.0.0.1]",
                    "[64:ff9b::127.0.0.1]",
                    "[64:ff9b:1::127.0.0.1]",
                    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
                    "[2002:7f00:1::]",
                    "localhost",
                    "LOCALHOST",
                    "localhost.",
                    "a.localhost",
                    "a.b.LocalHost.",
                    "localhost.localdomain",
                    "ip6-loopback",
                    "%6cocalhost",
                    "ⓛocalhost",
                    "127。0。0。1",
                ][..],
            ),
            (
                Reach::Link,
                &[
                    "169.254.169.254",
                    "2852039166",
                    "[::ffff:169.254.169.254]",
                    "[fe80::1]",
                    "[febf::1]",
                    "168.63.129.16",
                    "192.0.0.192",
                    "[64:ff9b:1:fffe::169.254.169.254]",
                ],
            ),
            (
                Reach::Private,
                &[
                    "10.0.0.1",
                    "172.16.0.1",
                    "172.31.255.255",
                    "192.168.1.1",
                    "100.64.0.1",
                    "100.127.1.1",
                    "[fd00:ec2::254]",
                    "[fec0::1]",
                    "[::ffff:10.0.0.1]",
                    "printer",
                    "printer.",
                    "metadata.google.internal",
                    "kubernetes.default.svc",
                    "vault.private",
                    "198.18.0.1",
                    "198.19.255.1",
                    "[::ffff:0:10.0.0.1]",
                    "nas.local",
                    "x.HOME.arpa",
                ],
            ),
            (
                Reach::Public,
                &[
                    "graph.microsoft.com",
                    "graph.microsoft.com.",
                    "contoso.sharepoint.com",
                    "localhost.example",
                    "mylocalhost.example",
                    "127.0.0.1.example",
                    "internal.example",
                    "8.8.8.8",
                    "172.32.0.1",
                    "100.128.0.1",
                    "192.0.1.1",
                    "198.20.0.1",
                    "[64:ff9b:1::8.8.8.8]",
                    "[2603:1000::1]",
                    "[::ffff:8.8.8.8]",
                ],
            ),
        ] {
            for host in hosts {
                assert_eq!(reach(host), expected, "{host}");
            }
        }
    }

    #[test]
    fn a_link_leads_no_further_in_than_the_base() {
        use Reach::{Link, Machine, Private, Public};
        let allowed = |from: Reach| [Machine, Link, Private, Public].map(|to| from.may_lead_to(to));
        assert_eq!(allowed(Machine), [true, false, true, true]);
        assert_eq!(allowed(Link), [false, true, true, true]);
        assert_eq!(allowed(Private), [false, false, true, true]);
        assert_eq!(allowed(Public), [false, false, false, true]);
    }

    #[test]
    fn loopback_is_what_never_leaves_this_machine() {
        for (host, expected) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("[::1]", true),
            ("[::ffff:127.0.0.1]", true),
            ("localhost", true),
            ("localhost.", true),
            // DNS may be asked for it.
            ("a.localhost", false),
            ("10.0.0.1", false),
            ("[::2]", false),
            ("localhost.example", false),
            ("127.0.0.1.example", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(&format!("http://{host}")).unwrap()), expected, "{host}");
        }
    }
}
