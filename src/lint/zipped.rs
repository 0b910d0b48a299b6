//! Office files: zip archives whose members are text.

use std::collections::HashSet;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use super::linter::{FILTERED_MAX, Linter, Outcome};
use super::window::Desk;
use crate::finding::Fingerprint;

/// Largest office file that is looked into, in bytes.
const ARCHIVE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Most members of one that are looked at.
const MEMBERS_MAX: usize = 4_000;

/// Most bytes that all members of one are unpacked to.
const UNPACKED_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// How an archive begins.
pub(super) const MARK: &[u8] = b"PK\x03\x04";

/// Names of office files end so. Other archives hold programs and pictures, and are left alone.
const ENDINGS: [&str; 16] = [
    ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx", ".vsdx", ".odt", ".ods",
    ".odp", ".ott", ".ots", ".epub",
];

/// An office file, whole.
struct Archive(ZipSliceArchive<Vec<u8>>);

/// What was read of an archive's list.
struct Member {
    name: String,
    at: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_locked: bool,
}

/// Whether a file of that name is an office file.
pub(super) fn is_office(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|end| lower.ends_with(end))
}

impl Linter {
    /// Looks at each member of an archive. Places are those of the member; its name is told with what was found.
    pub(super) fn read_archive(
        &self,
        desk: &mut Desk,
        (path, revision): (&str, Option<&str>),
        source: &mut dyn Read,
    ) -> io::Result<Outcome> {
        let archive = match Archive::read(source)? {
            Ok(archive) => archive,
            Err(why) => return Ok(Outcome::skipped(why)),
        };
        let mut all = Outcome::default();
        let mut left = UNPACKED_BYTES_MAX;
        let members = archive.members();
        let mut unread = 0;
        for member in &members {
            let own = archive.open(member, left).filter(|_| left > 0).and_then(|mut unpacked| {
                desk.begin(&mut unpacked).ok()?;
                let own = self.read_text(desk, (path, revision), &member.name, &mut unpacked, true);
                left = unpacked.limit();
                own.ok()
            });
            unread += usize::from(own.as_ref().is_none_or(|own| own.skipped.is_some()));
            if let Some(own) = own {
                all.take_in(own, &member.name, if self.kept.aside { FILTERED_MAX } else { 0 });
            }
        }
        if unread > 0 {
            let of = members.len();
            all.skipped = Some(format!("{unread} of its {of} members are no text or cannot be unpacked"));
        }
        Ok(all)
    }
}

impl Outcome {
    /// Adds what a member of an archive came to. A link is often written twice in one, as a text and as a target.
    fn take_in(&mut self, member: Self, name: &str, room: usize) {
        let told: HashSet<Fingerprint> = self.findings.iter().map(|finding| finding.fingerprint).collect();
        for mut finding in member.findings.into_iter().filter(|finding| !told.contains(&finding.fingerprint))
        {
            finding.message.push_str(&format!(" (in `{name}`)"));
            self.findings.push(finding);
        }
        self.aside.add(member.aside, room);
        self.suppressed += member.suppressed;
        self.notices.extend(member.notices);
        self.calls.extend(member.calls);
        self.secrets.extend(member.secrets);
    }
}

impl Archive {
    /// Reads an office file; says why it cannot.
    fn read(source: &mut dyn Read) -> io::Result<Result<Self, &'static str>> {
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
    fn members(&self) -> Vec<Member> {
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
    fn open(&self, member: &Member, left: u64) -> Option<io::Take<Box<dyn Read + '_>>> {
        let packed = self.0.get_entry(member.at).ok().filter(|_| !member.is_locked)?.data();
        let unpacked: Box<dyn Read + '_> = match member.method {
            CompressionMethod::STORE => Box::new(packed),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
            _ => return None,
        };
        Some(unpacked.take(left))
    }
}
