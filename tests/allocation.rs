//! Once its memory has grown to its size, playing a trial allocates nothing. A binary of its own, since it counts
//! every allocation of the process.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use blackstart::document::{parse_model, parse_scenario};
use blackstart::engine::{Program, Scratch, compile, play};
use blackstart::model::{Labels, resolve};
use blackstart::source::Sources;

/// Trials after which nothing more is asked for.
const WARM: u64 = 2_000;

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is handed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::SeqCst);
        // SAFETY: the caller's promises about `layout` are handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: `memory` came from `alloc` or `realloc`, hence from the system, with this layout.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::SeqCst);
        // SAFETY: as for `dealloc`, and the caller's promises about `size` are handed on.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[test]
fn a_trial_allocates_nothing_once_memory_has_grown() {
    for scenario in
        ["hello/outage.ron", "harbour-bank/ransomware.ron", "harbour-bank/main-data-centre-loss.ron"]
    {
        let program = program(scenario);
        let mut scratch = Scratch::new(&program);
        for trial in 0..WARM {
            play(&program, &mut scratch, trial, &mut ()).expect("every trial ends");
        }
        let before = ALLOCATIONS.load(Ordering::SeqCst);
        // The same trials again, and as many that are new in blocks of their own.
        for trial in (0..WARM).chain(1_000_000..1_000_000 + WARM) {
            play(&program, &mut scratch, trial, &mut ()).expect("every trial ends");
        }
        let allocations = ALLOCATIONS.load(Ordering::SeqCst) - before;
        assert_eq!(allocations, 0, "{scenario}: memory was asked for after {WARM} trials");
    }
}

fn program(scenario: &str) -> Program {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(scenario);
    let mut sources = Sources::new();
    let model =
        sources.add("model.ron", fs::read_to_string(path.with_file_name("model.ron")).expect("a model"));
    let scenario = sources.add("scenario.ron", fs::read_to_string(&path).expect("a scenario"));
    let (model, scenario) = (parse_model(&sources, model).0, parse_scenario(&sources, scenario).0);
    let (model, scenario) = (model.expect("it is shipped"), scenario.expect("it is shipped"));
    let Ok((model, Some(scenario))) = resolve(&model, Some(&scenario)) else { panic!("it is shipped") };
    compile(&model, &scenario, &Labels::new(&model, &scenario), 1)
}
