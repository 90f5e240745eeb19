//! A block of addresses, as operators write it: `10.1.0.0/16`, `::1`.

use std::{fmt, net::IpAddr, str::FromStr};

/// All addresses that share their first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// IPv4: the network's bits, and a mask of the bits that count.
    V4 { bits: u32, mask: u32 },
    /// IPv6, likewise.
    V6 { bits: u128, mask: u128 },
}

impl Network {
    /// `a.b.c.d/prefix`, for tables in code.
    pub(super) const fn v4(octets: [u8; 4], prefix: u32) -> Self {
        Self::V4 { bits: u32::from_be_bytes(octets), mask: mask_v4(prefix) }
    }

    /// `a:b:c:d::/prefix` by its first four groups, for tables in code.
    pub(super) const fn v6(groups: [u16; 4], prefix: u32) -> Self {
        let [a, b, c, d] = groups;
        let high = (a as u128) << 48 | (b as u128) << 32 | (c as u128) << 16 | d as u128;
        Self::V6 { bits: high << 64, mask: mask_v6(prefix) }
    }

    /// Whether `address` is one of this block. An IPv4 address is never part of an IPv6 block, mapped or not.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (*self, address) {
            (Self::V4 { bits, mask }, IpAddr::V4(address)) => u32::from(address) & mask == bits,
            (Self::V6 { bits, mask }, IpAddr::V6(address)) => u128::from(address) & mask == bits,
            _ => false,
        }
    }
}

const fn mask_v4(prefix: u32) -> u32 {
    if prefix == 0 { 0 } else { u32::MAX << (32 - prefix) }
}

const fn mask_v6(prefix: u32) -> u128 {
    if prefix == 0 { 0 } else { u128::MAX << (128 - prefix) }
}

impl FromStr for Network {
    type Err = String;

    /// Reads `address/prefix` or a single address.
    fn from_str(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr =
            address.parse().map_err(|_| format!("`{text}` is not a network like 10.1.0.0/16 or ::1"))?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(widest), |prefix| prefix.parse().ok().filter(|prefix| *prefix <= widest));
        let prefix = prefix.ok_or_else(|| format!("`{text}`: the part after / must be a number from 0 to {widest}"))?;
        let network = match address {
            IpAddr::V4(address) => Self::V4 { bits: u32::from(address) & mask_v4(prefix), mask: mask_v4(prefix) },
            IpAddr::V6(address) => Self::V6 { bits: u128::from(address) & mask_v6(prefix), mask: mask_v6(prefix) },
        };
        // `10.1.2.3/8` may mean one host or sixteen million: whoever opens a door says which.
        if network.first() != address {
            return Err(format!("`{text}` names one address and a whole network: write {network} or {address}"));
        }
        Ok(network)
    }
}

impl Network {
    fn first(&self) -> IpAddr {
        match *self {
            Self::V4 { bits, .. } => IpAddr::V4(bits.into()),
            Self::V6 { bits, .. } => IpAddr::V6(bits.into()),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match *self {
            Self::V4 { mask, .. } => mask.count_ones(),
            Self::V6 { mask, .. } => mask.count_ones(),
        };
        write!(f, "{}/{prefix}", self.first())
    }
}
