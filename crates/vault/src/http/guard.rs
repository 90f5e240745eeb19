//! Which addresses are never connected to: everything that is not the public internet.

use std::net::IpAddr;

use super::network::Network;

/// IPv4 blocks that are not the public internet: the IANA IPv4 special-purpose registry, multicast, class E, and
/// the one public address a cloud uses for its own metadata.
const REFUSED_V4: &[(Network, &str)] = &[
    (Network::v4([0, 0, 0, 0], 8), "this network"),
    (Network::v4([10, 0, 0, 0], 8), "private"),
    (Network::v4([100, 64, 0, 0], 10), "shared by a carrier"),
    (Network::v4([127, 0, 0, 0], 8), "loopback"),
    (Network::v4([168, 63, 129, 16], 32), "cloud metadata"), // Azure's, outside every reserved block
    (Network::v4([169, 254, 0, 0], 16), "link-local"),
    (Network::v4([172, 16, 0, 0], 12), "private"),
    (Network::v4([192, 0, 0, 0], 24), "protocol assignment"),
    (Network::v4([192, 0, 2, 0], 24), "documentation"),
    (Network::v4([192, 88, 99, 0], 24), "6to4 relay"),
    (Network::v4([192, 168, 0, 0], 16), "private"),
    (Network::v4([198, 18, 0, 0], 15), "benchmarking"),
    (Network::v4([198, 51, 100, 0], 24), "documentation"),
    (Network::v4([203, 0, 113, 0], 24), "documentation"),
    (Network::v4([224, 0, 0, 0], 4), "multicast"),
    (Network::v4([240, 0, 0, 0], 4), "reserved"), // broadcast included
];

/// The only block IPv6 gives to the public internet; everything outside it is refused without being listed.
const GLOBAL_V6: Network = Network::v6([0x2000, 0, 0, 0], 3);

/// Blocks inside [`GLOBAL_V6`] that are refused all the same.
const REFUSED_V6: &[(Network, &str)] = &[
    (Network::v6([0x2001, 0, 0, 0], 32), "Teredo"),
    (Network::v6([0x2001, 0, 0, 0], 23), "protocol assignment"), // benchmarking and ORCHID included
    (Network::v6([0x2001, 0xdb8, 0, 0], 32), "documentation"),
    (Network::v6([0x2002, 0, 0, 0], 16), "6to4"),
    (Network::v6([0x3ffe, 0, 0, 0], 16), "reserved"), // the 6bone, given back
    (Network::v6([0x3fff, 0, 0, 0], 20), "documentation"),
];

/// Names for the blocks outside [`GLOBAL_V6`], so that an error says more than "reserved".
const OUTSIDE_V6: &[(Network, &str)] = &[
    (Network::V6 { bits: 0, mask: u128::MAX }, "unspecified"),
    (Network::V6 { bits: 1, mask: u128::MAX }, "loopback"),
    (Network::V6 { bits: 0xffff << 32, mask: u128::MAX << 32 }, "IPv4-mapped"),
    (Network::V6 { bits: 0, mask: u128::MAX << 32 }, "IPv4-compatible"),
    (Network::v6([0x64, 0xff9b, 0, 0], 96), "IPv4-translated"),
    (Network::v6([0x64, 0xff9b, 1, 0], 48), "IPv4-translated"),
    (Network::v6([0x100, 0, 0, 0], 64), "discarded"),
    (Network::v6([0xfc00, 0, 0, 0], 7), "unique-local"),
    (Network::v6([0xfe80, 0, 0, 0], 10), "link-local"),
    (Network::v6([0xfec0, 0, 0, 0], 10), "site-local"),
    (Network::v6([0xff00, 0, 0, 0], 8), "multicast"),
];

/// What kind of address this is, if it is not an ordinary one of the public internet.
///
/// An IPv6 address that carries an IPv4 one is special whatever it carries: nobody publishes a service that way, and
/// the network behind decides what it reaches.
pub fn special_purpose(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(_) => kind_in(REFUSED_V4, address),
        IpAddr::V6(_) if GLOBAL_V6.contains(address) => kind_in(REFUSED_V6, address),
        IpAddr::V6(_) => Some(kind_in(OUTSIDE_V6, address).unwrap_or("reserved")),
    }
}

fn kind_in(table: &[(Network, &'static str)], address: IpAddr) -> Option<&'static str> {
    table.iter().find(|(network, _)| network.contains(address)).map(|(_, kind)| *kind)
}

/// Judges addresses: public ones pass, others only when the operator listed their network.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allow: Vec<Network>,
}

impl Guard {
    /// A guard that also lets through what is in `allow`.
    pub fn new(allow: Vec<Network>) -> Self {
        Self { allow }
    }

    /// Why `address` may not be connected to; `None` if it may.
    pub fn refusal(&self, address: IpAddr) -> Option<&'static str> {
        special_purpose(address).filter(|_| !self.allow.iter().any(|network| network.contains(address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &[(&str, &[&str])] = &[
        ("this network", &["0.0.0.0", "0.1.2.3"]),
        ("loopback", &["127.0.0.1", "127.255.255.254", "::1"]),
        ("private", &["10.0.0.1", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1", "192.168.255.255"]),
        ("shared by a carrier", &["100.64.0.1", "100.100.100.200", "100.127.255.255"]),
        ("link-local", &["169.254.0.1", "169.254.169.254", "169.254.170.2", "fe80::1", "febf::1"]),
        ("cloud metadata", &["168.63.129.16"]),
        ("protocol assignment", &["192.0.0.1", "192.0.0.192", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff::1"]),
        ("documentation", &["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1", "3fff:fff::1"]),
        ("6to4 relay", &["192.88.99.1"]),
        ("benchmarking", &["198.18.0.1", "198.19.255.255"]),
        ("multicast", &["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"]),
        (
            "reserved",
            &["240.0.0.1", "255.255.255.255", "3ffe::1", "4000::1", "5f00::1", "1000::1", "e000::1", "200::1"],
        ),
        ("unspecified", &["::"]),
        ("IPv4-mapped", &["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe"]),
        ("IPv4-compatible", &["::127.0.0.1", "::8.8.8.8", "::2"]),
        ("IPv4-translated", &["64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1"]),
        ("discarded", &["100::1"]),
        ("Teredo", &["2001::1", "2001:0:ffff::1"]),
        ("6to4", &["2002:7f00:1::1", "2002:808:808::1"]),
        ("unique-local", &["fc00::1", "fd00:ec2::254", "fdff::1"]),
        ("site-local", &["fec0::1", "feff::1"]),
    ];

    const PUBLIC: &str = "
        1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
        168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255
        192.0.1.0 192.0.3.0 192.88.98.255 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
        203.0.112.255 203.0.114.0 223.255.255.255 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1
        2003::1 2606:4700::1111 2a00::1 3ffd::1 3fff:1000::1
    ";

    #[test]
    fn every_special_purpose_address_is_refused_by_its_kind() {
        for (kind, addresses) in REFUSED {
            for address in *addresses {
                assert_eq!(Guard::default().refusal(address.parse().unwrap()), Some(*kind), "{address}");
            }
        }
    }

    #[test]
    fn neighbours_of_the_refused_blocks_are_public() {
        for address in PUBLIC.split_whitespace() {
            assert_eq!(Guard::default().refusal(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn an_allowed_network_lifts_the_refusal_for_exactly_itself() {
        let guard = Guard::new(vec!["10.1.0.0/16".parse().unwrap(), "::1".parse().unwrap()]);
        for address in ["10.1.0.0", "10.1.255.255", "::1", "1.1.1.1"] {
            assert_eq!(guard.refusal(address.parse().unwrap()), None, "{address}");
        }
        for address in ["10.0.255.255", "10.2.0.0", "127.0.0.1", "::ffff:10.1.0.1", "::2", "2002:a01:1::1"] {
            assert!(guard.refusal(address.parse().unwrap()).is_some(), "{address}");
        }
    }
}
