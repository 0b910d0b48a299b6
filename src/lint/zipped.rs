//! Office files: zip archives whose members are text.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

/// Largest office file that is looked into, in bytes.
const ARCHIVE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Most members of one that are looked at.
const MEMBERS_MAX: usize = 4_000;

/// Most bytes that all members of one are unpacked to.
pub(super) const UNPACKED_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// How an archive begins.
pub(super) const MARK: &[u8] = b"PK\x03\x04";

/// Names of office files end so. Other archives hold programs and pictures, and are left alone.
const ENDINGS: [&str; 16] = [
    ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx", ".vsdx", ".odt", ".ods",
    ".odp", ".ott", ".ots", ".epub",
];

/// An office file, whole.
pub(super) struct Archive(ZipSliceArchive<Vec<u8>>);

/// What was read of an archive's list.
pub(super) struct Member {
    pub(super) name: String,
    at: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_locked: bool,
}

/// Whether a file of that name is an office file.
pub(super) fn is_office(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|end| lower.ends_with(end))
}

impl Archive {
    /// Reads an office file; says why it cannot.
    pub(super) fn read(source: &mut dyn Read) -> io::Result<Result<Self, &'static str>> {
        let mut bytes = Vec::new();
        source.take(ARCHIVE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if !u64::try_from(bytes.len()).is_ok_and(|length| length <= ARCHIVE_BYTES_MAX) {
            return Ok(Err("it is an office file of more than 8 MiB; unpack it by hand"));
        }
        Ok(ZipArchive::from_slice(bytes)
            .map(Self)
            .map_err(|_| "it is an office file and damaged; unpack it by hand"))
    }

    /// The files in it, up to where its list is damaged.
    pub(super) fn members(&self) -> Vec<Member> {
        let mut entries = self.0.entries();
        let entries =
            std::iter::from_fn(|| entries.next_entry().ok().flatten()).filter(|entry| !entry.is_dir());
        let member = |entry: rawzip::ZipFileHeaderRecord<'_>| Member {
            name: String::from_utf8_lossy(entry.file_path().as_ref()).into_owned(),
            at: entry.wayfinder(),
            method: entry.compression_method(),
            is_locked: entry.flags().is_encrypted(),
        };
        entries.take(MEMBERS_MAX).map(member).collect()
    }

    /// A member as it is unpacked, to so many bytes; `None` where it cannot be.
    pub(super) fn open(&self, member: &Member, left: u64) -> Option<io::Take<Box<dyn Read + '_>>> {
        let packed = self.0.get_entry(member.at).ok().filter(|_| !member.is_locked)?.data();
        let unpacked: Box<dyn Read + '_> = match member.method {
            CompressionMethod::STORE => Box::new(packed),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
            _ => return None,
        };
        Some(unpacked.take(left))
    }
}
