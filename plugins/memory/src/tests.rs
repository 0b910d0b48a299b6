use std::alloc::{GlobalAlloc as _, Layout};

use crate::memory::{Memory, ROOM_BYTES};

/// A block in use: filled with a byte of its own.
struct Block {
    start: *mut u8,
    layout: Layout,
    mark: u8,
}

impl Block {
    fn new(memory: &Memory, size: usize, align: usize, mark: u8) -> Self {
        let layout = Layout::from_size_align(size, align).unwrap();
        // SAFETY: the size is not zero, and the block is written within its bounds.
        let start = unsafe { memory.alloc(layout) };
        assert!(!start.is_null());
        assert_eq!(start.addr() % align, 0);
        let block = Self { start, layout, mark };
        block.fill();
        block
    }

    fn fill(&self) {
        // SAFETY: the block is of that size.
        unsafe { self.start.write_bytes(self.mark, self.layout.size()) };
    }

    fn resize(&mut self, memory: &Memory, size: usize) {
        let kept = size.min(self.layout.size());
        // SAFETY: the block is one of this memory's, of this layout.
        self.start = unsafe { memory.realloc(self.start, self.layout, size) };
        assert!(!self.start.is_null());
        assert_eq!(self.start.addr() % self.layout.align(), 0);
        self.layout = Layout::from_size_align(size, self.layout.align()).unwrap();
        self.assert_holds(kept);
        self.fill();
    }

    /// Nobody else has written here.
    fn assert_holds(&self, bytes: usize) {
        // SAFETY: the block is at least of that size, and was filled.
        let bytes = unsafe { std::slice::from_raw_parts(self.start, bytes) };
        assert!(bytes.iter().all(|byte| *byte == self.mark));
    }

    fn free(self, memory: &Memory) {
        self.assert_holds(self.layout.size());
        // SAFETY: the block is one of this memory's, of this layout, and is not used again.
        unsafe { memory.dealloc(self.start, self.layout) };
    }
}

#[test]
fn blocks_follow_one_another() {
    let memory = Memory::new();
    let one = Block::new(&memory, 3, 1, 1);
    let two = Block::new(&memory, 8, 8, 2);
    assert_eq!(two.start.addr() - one.start.addr(), 8);
    one.free(&memory);
    two.free(&memory);
}

#[test]
fn the_last_block_grows_where_it_is() {
    let memory = Memory::new();
    let before = Block::new(&memory, 16, 1, 1);
    let mut last = Block::new(&memory, 16, 1, 2);
    let start = last.start;
    last.resize(&memory, 1000);
    last.resize(&memory, 20);
    assert_eq!(last.start, start);
    let next = Block::new(&memory, 1, 1, 3);
    assert_eq!(next.start.addr(), start.addr() + 20);
    for block in [before, last, next] {
        block.free(&memory);
    }
}

#[test]
fn a_block_before_others_moves_with_what_it_holds() {
    let memory = Memory::new();
    let mut first = Block::new(&memory, 16, 4, 1);
    let last = Block::new(&memory, 16, 4, 2);
    let start = first.start;
    first.resize(&memory, 8);
    assert_eq!(first.start, start);
    first.resize(&memory, 32);
    assert_ne!(first.start, start);
    first.free(&memory);
    last.free(&memory);
}

#[test]
fn the_last_block_gives_its_place_back() {
    let memory = Memory::new();
    let first = Block::new(&memory, 16, 1, 1);
    let last = Block::new(&memory, 16, 1, 2);
    let start = last.start;
    last.free(&memory);
    let next = Block::new(&memory, 16, 1, 3);
    assert_eq!(next.start, start);
    first.free(&memory);
    next.free(&memory);
}

#[test]
fn a_room_with_nothing_in_use_is_as_new() {
    let memory = Memory::new();
    let start = memory_start(&memory);
    for _ in 0..3 {
        // More than half of it, so that a second time needs the first one's place.
        let blocks: Vec<Block> = (0..3).map(|mark| Block::new(&memory, ROOM_BYTES / 4, 1, mark)).collect();
        assert_eq!(blocks[0].start.addr(), start);
        for block in blocks {
            block.free(&memory);
        }
    }
}

#[test]
fn what_does_not_fit_goes_to_the_usual_allocator() {
    let memory = Memory::new();
    let room = memory_start(&memory)..memory_start(&memory) + ROOM_BYTES;
    let mut whole = Block::new(&memory, ROOM_BYTES, 1, 1);
    let mut more = Block::new(&memory, 1, 1, 2);
    assert!(!room.contains(&more.start.addr()));
    more.resize(&memory, 100);
    whole.resize(&memory, ROOM_BYTES + 1);
    assert!(!room.contains(&whole.start.addr()));
    // Its place is free again.
    let next = Block::new(&memory, 1, 1, 3);
    assert_eq!(next.start.addr(), room.start);
    let aligned = Block::new(&memory, 64, 64, 4);
    assert!(!room.contains(&aligned.start.addr()));
    for block in [whole, more, next, aligned] {
        block.free(&memory);
    }
}

#[test]
fn whatever_the_order_no_block_is_written_over() {
    let mut chance: u64 = 1;
    let mut below = |bound: usize| {
        // Knuth's generator: the same order each time.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).unwrap() % bound
    };
    let memory = Memory::new();
    let start = memory_start(&memory);
    let mut blocks: Vec<Block> = Vec::new();
    for round in 0..20_000_usize {
        let mark = u8::try_from(round % 251).unwrap();
        match below(5) {
            0 | 1 => blocks.push(Block::new(&memory, 1 + below(3000), 1 << below(6), mark)),
            2 if !blocks.is_empty() => {
                let at = below(blocks.len());
                blocks[at].resize(&memory, 1 + below(5000));
            }
            3 if !blocks.is_empty() => blocks.swap_remove(below(blocks.len())).free(&memory),
            // The last one often, as programs do.
            _ => drop(blocks.pop().map(|block| block.free(&memory))),
        }
        if below(500) == 0 {
            blocks.drain(..).for_each(|block| block.free(&memory));
            assert_eq!(memory_start(&memory), start);
        }
    }
    blocks.drain(..).for_each(|block| block.free(&memory));
}

/// Where a room begins in which nothing is in use.
fn memory_start(memory: &Memory) -> usize {
    let first = Block::new(memory, 1, 1, 0);
    let start = first.start.addr();
    first.free(memory);
    start
}
