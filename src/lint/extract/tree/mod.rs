//! The structure of a file, whatever it is written in: maps, lists and scalars, each with its place.
//!
//! JSON, YAML, HCL and settings all become a [`Tree`], so that what a member *means* is said once, for all of them.

pub(super) mod hcl;
pub(super) mod json;
pub(super) mod markup;
pub(super) mod settings;
mod writing;
pub(super) mod yaml;

use std::borrow::Cow;

use super::super::decode::entities;
use super::super::prefilter::Hit;
use super::super::text::{Decoded, Text};
use writing::{escape, folded, joined, moved_in, quotes_of_word};

use crate::finding::Span;
pub(super) use writing::{joined_strings, lines_of_strings};

/// Deepest nesting that is followed; what is deeper is read as if it stood there.
pub(super) const DEPTH_MAX: usize = 96;

/// A container of more bytes than this, with no hit in it, is forgotten once it is read.
const FORGET_BYTES: usize = 2 * 1024;

/// Most members of a map that are looked through for one: what matters has few.
const MEMBERS_MAX: usize = 128;

/// Most nodes that are kept of one file.
const NODES_MAX: usize = 2_000_000;

/// A node's number. Numbers follow the order of the file; a container's members come right after it.
pub(super) type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Members with keys.
    Map,
    /// Members without.
    List,
    /// A piece of text.
    Scalar,
}

/// How a scalar or key is written, and so how it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As it stands.
    Bare,
    /// With JSON's (and YAML's, TOML's, HCL's) backslashes.
    Escaped,
    /// With `''` for `'`.
    Doubled,
    /// Over several lines, which are joined.
    Joined,
    /// A block, each line moved in by so much.
    Block(usize),
    /// A block whose lines are joined.
    Folded(usize),
    /// With backslashes, over several lines that stay lines.
    Lines,
    /// With the entities of XML.
    Entities,
    /// A shell's word: pieces in quotes and without, glued to one another.
    Glued,
}

/// A piece of text in the file: what stands between the quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where.
    pub(super) span: Span,
    /// How it is written.
    pub(super) style: Style,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    /// All of it, brackets and quotes included.
    span: Span,
    key: Option<Piece>,
    /// A scalar's text.
    piece: Piece,
    /// One past its last descendant.
    end: NodeId,
}

/// A file's structure. Node 0 holds what stands at the top.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    text: &'t Text<'t>,
    nodes: Vec<Node>,
    /// Comments, without what opens them.
    comments: Vec<Span>,
}

impl<'t> Tree<'t> {
    /// The text it was read from; the spans of nodes are spans of that.
    pub(super) fn text(&self) -> &'t Text<'t> {
        self.text
    }

    /// Comments, in their order.
    pub(super) fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// One past the last node.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// What it is.
    pub(super) fn kind(&self, id: NodeId) -> Option<Kind> {
        self.node(id).map(|node| node.kind)
    }

    /// All of it in the text that was read, without its key.
    pub(super) fn span(&self, id: NodeId) -> Span {
        self.node(id).map_or(Span::new(0, 0), |node| node.span)
    }

    /// Its key and itself.
    pub(super) fn member_span(&self, id: NodeId) -> Span {
        let span = self.span(id);
        self.key_piece(id).map_or(span, |key| key.span.with(span))
    }

    /// One past its last descendant.
    pub(super) fn end(&self, id: NodeId) -> NodeId {
        self.node(id).map_or(id + 1, |node| node.end.max(id + 1))
    }

    /// Where its key stands.
    pub(super) fn key_piece(&self, id: NodeId) -> Option<Piece> {
        self.node(id)?.key
    }

    /// Where a scalar's text stands.
    pub(super) fn piece(&self, id: NodeId) -> Option<Piece> {
        self.node(id).filter(|node| node.kind == Kind::Scalar).map(|node| node.piece)
    }

    /// Its key, decoded.
    pub(super) fn key(&self, id: NodeId) -> Option<Cow<'_, str>> {
        self.key_piece(id).map(|piece| self.read(piece))
    }

    /// A scalar's text, decoded; it knows where it came from.
    pub(super) fn scalar(&self, id: NodeId) -> Option<Text<'_>> {
        self.piece(id).map(|piece| self.decode(piece))
    }

    /// A scalar's text, decoded, for comparing.
    pub(super) fn word(&self, id: NodeId) -> Option<Cow<'_, str>> {
        self.piece(id).map(|piece| self.read(piece))
    }

    /// A piece's text for comparing.
    pub(super) fn read(&self, piece: Piece) -> Cow<'_, str> {
        let raw = self.text.as_str().get(piece.span.range()).unwrap_or_default();
        let plain = match piece.style {
            Style::Bare => true,
            Style::Escaped => !raw.contains(['\\', '\n']),
            Style::Doubled => !raw.contains(['\'', '\n']),
            Style::Joined => !raw.contains('\n'),
            Style::Entities => !raw.contains('&'),
            Style::Lines => !raw.contains('\\'),
            Style::Glued => false,
            Style::Block(_) | Style::Folded(_) => false,
        };
        match plain {
            true => Cow::Borrowed(raw),
            false => Cow::Owned(self.decode(piece).as_str().to_owned()),
        }
    }

    /// A piece's text, decoded; it knows where it came from.
    pub(super) fn decode(&self, piece: Piece) -> Text<'_> {
        let part = self.text.part(piece.span);
        match piece.style {
            Style::Bare => self.text.part(piece.span),
            Style::Escaped => part.decoded(|text, at| escape(text, at).or_else(|| joined(text, at))),
            Style::Doubled => part.decoded(|text, at| {
                let doubled = text.get(at..)?.starts_with("''").then_some((Decoded::Char('\''), 2));
                doubled.or_else(|| joined(text, at))
            }),
            Style::Joined => part.decoded(joined),
            Style::Block(indent) => part.decoded(|text, at| moved_in(text, at, indent)),
            Style::Folded(indent) => part.decoded(|text, at| folded(text, at, indent)),
            Style::Lines => part.decoded(escape),
            Style::Entities => entities(&part),
            Style::Glued => {
                let quotes = quotes_of_word(part.as_str());
                part.decoded(|_, at| quotes.binary_search(&at).is_ok().then_some((Decoded::Nothing, 1)))
            }
        }
    }

    /// The members of a container.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.end(id);
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.end(child);
            Some(child)
        })
    }

    /// The member of that key, whatever its case.
    pub(super) fn member(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let mut members = self.children(id).take(MEMBERS_MAX);
        members.find(|child| self.key(*child).is_some_and(|found| found.eq_ignore_ascii_case(key)))
    }

    /// The scalar member of that key.
    pub(super) fn member_word(&self, id: NodeId, key: &str) -> Option<Cow<'_, str>> {
        self.member(id, key).and_then(|child| self.word(child))
    }
}

/// Puts nodes in as a reader finds them.
#[derive(Debug)]
pub(super) struct Builder<'t, 'h> {
    tree: Tree<'t>,
    hits: &'h [Hit],
    open: Vec<NodeId>,
    /// How many containers are open that are too deep to be kept.
    skipped: usize,
    /// How many closed that were opened before the text began.
    unopened: usize,
}

impl<'t, 'h> Builder<'t, 'h> {
    pub(super) fn new(text: &'t Text<'t>, hits: &'h [Hit]) -> Self {
        let all = Span::new(0, text.as_str().len());
        let piece = Piece { span: all, style: Style::Bare };
        let root = Node { kind: Kind::List, span: all, key: None, piece, end: 1 };
        let tree = Tree { text, nodes: vec![root], comments: Vec::new() };
        Self { tree, hits, open: Vec::new(), skipped: 0, unopened: 0 }
    }

    pub(super) fn text(&self) -> &'t str {
        self.tree.text.as_str()
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost container is a list.
    pub(super) fn is_in_list(&self) -> bool {
        let node = self.open.last().and_then(|id| self.tree.node(*id));
        node.is_some_and(|node| node.kind == Kind::List)
    }

    pub(super) fn comment(&mut self, span: Span) {
        self.tree.comments.push(span);
    }

    pub(super) fn scalar(&mut self, key: Option<Piece>, span: Span, piece: Piece) {
        if self.tree.nodes.len() < NODES_MAX {
            let end = self.tree.nodes.len() + 1;
            self.tree.nodes.push(Node { kind: Kind::Scalar, span, key, piece, end });
        }
    }

    pub(super) fn open(&mut self, kind: Kind, key: Option<Piece>, at: usize) {
        if self.open.len() >= DEPTH_MAX || self.tree.nodes.len() >= NODES_MAX {
            self.skipped += 1;
            return;
        }
        let span = Span::new(at, at + 1);
        self.open.push(self.tree.nodes.len());
        let piece = Piece { span, style: Style::Bare };
        self.tree.nodes.push(Node { kind, span, key, piece, end: usize::MAX });
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self, at: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(id) = self.open.pop() else { return };
        let Some(node) = self.tree.nodes.get_mut(id) else { return };
        node.span = Span::new(node.span.start, at);
        if node.span.len() > FORGET_BYTES && !has_hit(self.hits, node.span) {
            self.tree.nodes.truncate(id + 1);
        }
        let end = self.tree.nodes.len();
        if let Some(node) = self.tree.nodes.get_mut(id) {
            node.end = end;
        }
    }

    /// Something closes that was opened before this text began: all so far was in it.
    pub(super) fn close_unopened(&mut self, kind: Kind, at: usize) {
        if self.skipped > 0 || !self.open.is_empty() || self.unopened >= DEPTH_MAX {
            return;
        }
        self.unopened += 1;
        let span = Span::new(0, at);
        let piece = Piece { span, style: Style::Bare };
        let nodes = &mut self.tree.nodes;
        for node in nodes.iter_mut().skip(1) {
            node.end += 1;
        }
        nodes.insert(1, Node { kind, span, key: None, piece, end: 0 });
        let end = nodes.len();
        if let Some(node) = nodes.get_mut(1) {
            node.end = end;
        }
        if span.len() > FORGET_BYTES && !has_hit(self.hits, span) {
            nodes.truncate(2);
            if let Some(node) = nodes.get_mut(1) {
                node.end = 2;
            }
        }
    }

    /// The last node, if it is a scalar that ends there without a key: it was a key itself.
    pub(super) fn take_last_scalar(&mut self) -> Option<Piece> {
        let last = self.tree.nodes.last().filter(|node| node.kind == Kind::Scalar && node.key.is_none())?;
        let piece = last.piece;
        self.tree.nodes.pop();
        Some(piece)
    }

    /// The end of the text: what is open ends here.
    pub(super) fn finish(mut self, at: usize) -> Tree<'t> {
        self.skipped = 0;
        while !self.open.is_empty() {
            self.close(at);
        }
        let end = self.tree.nodes.len();
        if let Some(root) = self.tree.nodes.first_mut() {
            root.end = end;
        }
        self.tree
    }
}

/// Whether a hit lies in the span.
pub(super) fn has_hit(hits: &[Hit], span: Span) -> bool {
    let first = hits.partition_point(|hit| hit.at < span.start);
    hits.get(first).is_some_and(|hit| hit.at < span.end)
}
