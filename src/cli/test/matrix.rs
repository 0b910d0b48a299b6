//! `localgear test --matrix SITE`.

use std::path::Path;
use std::sync::Arc;

use super::gather::{self, KeySlots, SecretSource, Secrets};
use super::{Args, Format, load_site, output};
use crate::adapters::local_target::LocalTarget;
use crate::adapters::system_clock;
use crate::cli::{Exit, screen};
use crate::contract::matrix::{Cell, Part, Writes, as_suite, derive, grids, run as ask};
use crate::contract::reached::Reached;
use crate::contract::suite::Count;
use crate::ports::Target;
use crate::report::contract::matrix_human;
use crate::site::{Site, Slot};
use crate::traffic::Credential;

/// Asks the whole matrix of a site.
pub(super) fn run(args: &Args, path: &Path) -> anyhow::Result<Exit> {
    let site = load_site(path)?;
    let part = Part { text: args.filter.clone() };
    let now = system_clock::now();
    let cells = derive(&site, now, &part)?;
    if cells.is_empty() {
        anyhow::bail!("the matrix is empty: no REST-bound Workflow, or none that `--filter` leaves");
    }
    let target: Box<dyn Target> = match gather::address(&args.target, Some(&site))? {
        // The rules end where the site's own policies begin, so they are not asked here.
        None => Box::new(LocalTarget::at(Arc::clone(&site), None, now)?),
        Some(address) => {
            let (needed, wanted) = slots(&cells);
            let secrets = Secrets::new(args.secrets.iter().map(SecretSource::pair))?;
            Box::new(gather::http_target(address, secrets.read(&needed, &wanted)?)?)
        }
    };
    if args.target.is_empty() && !site.parts().policies.is_empty() {
        screen::remark("the site's policies are not asked: the matrix is about its keys");
    }
    let writes = if args.allow_writes { Writes::Allowed } else { Writes::LeftOut };
    let outcomes = ask(&site, cells, &*target, writes);
    let table = match args.format {
        Format::Human => {
            let colour = args.output.is_none() && screen::stdout_has_colour();
            matrix_human(&grids(&site, &outcomes), colour)
        }
        Format::Json | Format::Junit | Format::Github | Format::Markdown => String::new(),
    };
    let suite = as_suite(&site, &path.display().to_string(), outcomes, &*target);
    finish(args, &site, suite, &table)
}

fn finish(
    args: &Args,
    site: &Site,
    suite: crate::contract::suite::SuiteOutcome,
    table: &str,
) -> anyhow::Result<Exit> {
    let outcomes = [suite];
    let mut reached = Reached::default();
    reached.count(site, &outcomes);
    let mut coverage = reached.coverage(site);
    let is_enough = args.min_coverage.is_none_or(|wanted| coverage.ways.percent() >= wanted);
    if is_enough {
        coverage.missing.clear();
    }
    let count = Count::of(&outcomes);
    output::report(args, &outcomes, &[(site.name().to_string(), coverage)], table, &[])?;
    Ok(if count.failed == 0 && is_enough { Exit::Fine } else { Exit::Findings })
}

/// The primary secrets that the cells need, and the secondary ones that they would use.
fn slots(cells: &[Cell]) -> (KeySlots, KeySlots) {
    let used = cells.iter().filter_map(|cell| match &cell.call.credential {
        Credential::Key { name, slot, .. } => Some((name.clone(), *slot)),
        Credential::Absent | Credential::Malformed | Credential::Wrong(_) => None,
    });
    used.collect::<KeySlots>().into_iter().partition(|(_, slot)| *slot == Slot::Primary)
}
