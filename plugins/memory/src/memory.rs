//! Memory for one question, within the memory that the instance begins with.
//!
//! Rust's usual allocator asks the host for more memory when it is first used. For an instance that lives for one
//! answer, that costs more than the answer: the host changes the protection of pages, and changes it back. Here a mark
//! moves up through a fixed room instead. What does not fit there goes to the usual allocator.
//!
//! A policy that is asked again in the same instance loses nothing: once nothing in the room is in use, the mark is
//! back at its beginning.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, UnsafeCell};
use std::ptr;

#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: Memory = Memory::new();

/// The room, in bytes: what an ordinary question and its answer take, many times over. Pages of it that are never
/// written cost nothing.
pub(crate) const ROOM_BYTES: usize = 48 << 10;

/// Blocks that want to begin at a multiple of more than this go to the usual allocator.
const ALIGN_MAX: usize = 16;

#[repr(align(16))]
struct Room(UnsafeCell<[u8; ROOM_BYTES]>);

/// The room and how much of it is taken.
pub(crate) struct Memory {
    room: Room,
    /// Where the next block may begin.
    mark: Cell<usize>,
    /// Blocks in use.
    blocks: Cell<usize>,
}

// SAFETY: a policy has one thread.
#[cfg(target_family = "wasm")]
unsafe impl Sync for Memory {}

impl Memory {
    pub(crate) const fn new() -> Self {
        Self { room: Room(UnsafeCell::new([0; ROOM_BYTES])), mark: Cell::new(0), blocks: Cell::new(0) }
    }

    /// A block of the room, if it fits.
    fn block(&self, layout: Layout) -> Option<*mut u8> {
        if layout.align() > ALIGN_MAX {
            return None;
        }
        let start = self.mark.get().next_multiple_of(layout.align());
        if layout.size() > ROOM_BYTES.checked_sub(start)? {
            return None;
        }
        self.mark.set(start + layout.size());
        self.blocks.set(self.blocks.get() + 1);
        // SAFETY: `start` is at most the room's length.
        Some(unsafe { self.room.0.get().cast::<u8>().add(start) })
    }

    /// Where in the room a block begins; `None`: it is not in there.
    fn place(&self, block: *mut u8) -> Option<usize> {
        let start = block.addr().wrapping_sub(self.room.0.get().addr());
        (start < ROOM_BYTES).then_some(start)
    }
}

// SAFETY: blocks lie within the room, each from the mark on, and the mark is moved to its end; it goes back only over
// the last one, or when none is in use. Everything else is between the caller and the usual allocator.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        self.block(layout).unwrap_or_else(|| unsafe { System.alloc(layout) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let Some(start) = self.place(block) else {
            // SAFETY: every block that is not in the room is of the usual allocator.
            return unsafe { System.dealloc(block, layout) };
        };
        self.blocks.set(self.blocks.get() - 1);
        if self.blocks.get() == 0 {
            self.mark.set(0);
        } else if start + layout.size() == self.mark.get() {
            self.mark.set(start);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Some(start) = self.place(block) else {
            // SAFETY: every block that is not in the room is of the usual allocator.
            return unsafe { System.realloc(block, layout, size) };
        };
        if start + layout.size() == self.mark.get() && size <= ROOM_BYTES - start {
            self.mark.set(start + size);
            return block;
        }
        if size <= layout.size() {
            return block;
        }
        // SAFETY: the caller promises a size that fits with this alignment, and a block of the former size.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                ptr::copy_nonoverlapping(block, moved, layout.size());
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
