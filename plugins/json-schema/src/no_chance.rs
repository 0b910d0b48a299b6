//! A library that the schemas need wants randomness for its hash tables. A policy has none: constants do, because an
//! instance sees one body and is gone before anybody could learn how to make its keys collide.

use getrandom::Error;

/// Fills the bytes in the name of chance.
///
/// # Safety
/// `dest` must be valid for writes of `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(dest: *mut u8, len: usize) -> Result<(), Error> {
    // SAFETY: as the caller promises.
    unsafe { dest.write_bytes(0x5a, len) };
    Ok(())
}
