//! Zip archives, which office files are: what is in them is listed at their end.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

/// Largest archive that is looked into, in bytes.
const ARCHIVE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most members of an archive that are looked at.
const MEMBERS_MAX: usize = 4_000;

/// Most bytes that all members of an archive are unpacked to.
pub(super) const UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// How an archive begins.
pub(super) const MARK: &[u8] = b"PK\x03\x04";

/// How a member of the list at the end begins.
const ENTRY_MARK: &[u8] = b"PK\x01\x02";

/// How the end begins, and how long it is at most: a comment may follow it.
const END_MARK: &[u8] = b"PK\x05\x06";
const END_BYTES_MAX: usize = 22 + 64 * 1024;

/// The length of what stands before the names in a member's own head and in the list.
const HEAD_BYTES: usize = 30;
const ENTRY_BYTES: usize = 46;

/// An archive.
pub(super) struct Archive(Vec<u8>);

/// A member of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    method: usize,
    /// Where its head starts.
    start: usize,
    packed_len: usize,
}

impl Archive {
    /// Reads an archive; `None` where it is too large.
    pub(super) fn read(source: &mut dyn Read) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        source.take(ARCHIVE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= ARCHIVE_BYTES_MAX);
        Ok(fits.then_some(Self(bytes)))
    }

    /// What is in it, as far as it can be read; `None` where the list is missing.
    pub(super) fn members(&self) -> Option<Vec<Member>> {
        let low = self.0.len().saturating_sub(END_BYTES_MAX);
        let end = low + memchr::memmem::rfind(self.0.get(low..)?, END_MARK)?;
        let mut at = self.number(end + 16, 4)?;
        let mut members = Vec::new();
        while members.len() < MEMBERS_MAX && self.0.get(at..)?.starts_with(ENTRY_MARK) {
            let name_len = self.number(at + 28, 2)?;
            let name = self.0.get(at + ENTRY_BYTES..at + ENTRY_BYTES + name_len)?;
            let is_locked = self.number(at + 8, 2)? & 1 == 1;
            let member = Member {
                name: String::from_utf8_lossy(name).into_owned(),
                method: self.number(at + 10, 2)?,
                start: self.number(at + 42, 4)?,
                packed_len: self.number(at + 20, 4)?,
            };
            if !is_locked && !member.name.ends_with('/') {
                members.push(member);
            }
            at += ENTRY_BYTES + name_len + self.number(at + 30, 2)? + self.number(at + 32, 2)?;
        }
        Some(members)
    }

    /// A member as it is unpacked, to so many bytes; `None` where it cannot be.
    pub(super) fn open(&self, member: &Member, left: u64) -> Option<io::Take<Box<dyn Read + '_>>> {
        let names = self.number(member.start + 26, 2)? + self.number(member.start + 28, 2)?;
        let start = member.start + HEAD_BYTES + names;
        let packed = self.0.get(start..start.checked_add(member.packed_len)?)?;
        let unpacked: Box<dyn Read + '_> = match member.method {
            0 => Box::new(packed),
            8 => Box::new(DeflateDecoder::new(packed)),
            _ => return None,
        };
        Some(unpacked.take(left))
    }

    /// A number of so many bytes, the low one first.
    fn number(&self, at: usize, len: usize) -> Option<usize> {
        let bytes = self.0.get(at..at.checked_add(len)?)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }
}
