//! Copies of files with every key masked, for whoever needs the rest of a log.

use std::path::Path;

use super::reading::Gathered;
use crate::adapters::masked_copy;
use crate::adapters::walk::Looked;
use crate::lint::{Desk, Kept, Outcome};
use crate::report::findings::Skipped;

/// Writes the masked copy of a file that was looked at. The copy is looked at as well before it is kept.
pub(super) fn copy(folder: &Path, looked: &Looked, gathered: &mut Gathered) {
    let Ok(Outcome { spans, skipped, .. }) = &looked.outcome else { return };
    let mut fail = |why: String| {
        let path = looked.name.clone();
        gathered.report.skipped.push(Skipped { path, why: format!("not copied: {why}"), failed: true });
    };
    if let Some(why) = skipped {
        return fail(why.clone());
    }
    let Some(spans) = spans else {
        return fail("it is compressed or not UTF-8; unpack or convert it by hand".to_owned());
    };
    let linter = gathered.linter.clone().keeping(Kept { spans: true, ..Kept::default() });
    let accept = |copy: &mut dyn std::io::Read| {
        let outcome = linter.read(&mut Desk::default(), &looked.name, None, copy)?;
        Ok(outcome.spans.is_some_and(|left| left.is_empty()))
    };
    let to = masked_copy::place(folder, Path::new(&looked.name));
    if let Err(fault) = masked_copy::write(&looked.path, &to, spans, accept) {
        fail(fault.to_string());
    }
}
