//! Spreads work that has nothing to do with each other over the threads of a pool; answers keep the order of the work.

use rayon::ThreadPool;
use rayon::prelude::*;

/// Does the work for every item, and gives what comes of it in the order of the items.
pub fn each<T: Sync, A: Send>(pool: &ThreadPool, items: &[T], work: impl Fn(&T) -> A + Sync) -> Vec<A> {
    pool.install(|| items.par_iter().map(&work).collect())
}

/// Does the work on every item.
pub fn each_mut<T: Send>(pool: &ThreadPool, items: &mut [T], work: impl Fn(&mut T) + Sync) {
    pool.install(|| items.par_iter_mut().for_each(&work));
}
