//! A network as people write it: `10.0.0.0/8`, `2001:db8::/32`, or a single address.

use std::net::IpAddr;

pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(bits_max);
        (bits <= bits_max).then_some(Self { address, bits })
    }

    pub fn holds(&self, address: IpAddr) -> bool {
        // A server that listens on both families sees an IPv4 client as `::ffff:a.b.c.d`.
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(address)) => {
                let host_bits = 32 - self.bits;
                net.to_bits().checked_shr(host_bits) == address.to_bits().checked_shr(host_bits)
            }
            (IpAddr::V6(net), IpAddr::V6(address)) => {
                let host_bits = 128 - self.bits;
                net.to_bits().checked_shr(host_bits) == address.to_bits().checked_shr(host_bits)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}
