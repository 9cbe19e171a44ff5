//! A network of thresholds: each part is on while at least so many of its inputs are on.
//!
//! `and` wants all inputs, `or` one, `k of (...)` k of them; an input that stands twice counts twice. Falling starts
//! with everything on and follows what goes off; rising starts with everything off and follows what comes on. Both
//! reach the least fixed point whatever the order, circles included. Walks keep their own stack.

/// A part of a circuit.
pub type Part = u32;

/// A finished network.
#[derive(Clone, Debug)]
pub struct Circuit {
    /// For each part how many inputs it wants.
    wants: Vec<u32>,
    inputs: Rows,
    outputs: Rows,
}

/// A network being built: parts first, then their inputs in any order.
#[derive(Clone, Debug, Default)]
pub struct Wiring {
    wants: Vec<u32>,
    /// `(part, input)`.
    wires: Vec<(Part, Part)>,
}

/// Lists of parts, one after another.
#[derive(Clone, Debug)]
struct Rows {
    starts: Vec<u32>,
    items: Vec<Part>,
}

impl Rows {
    /// Sorts pairs into rows by their first; the order within a row is that of the pairs.
    fn new(rows: usize, pairs: &[(Part, Part)]) -> Rows {
        let mut starts = vec![0u32; rows + 1];
        for (row, _) in pairs {
            starts[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (row, item) in pairs {
            let at = &mut next[*row as usize];
            items[*at as usize] = *item;
            *at += 1;
        }
        Rows { starts, items }
    }

    fn row(&self, row: Part) -> &[Part] {
        let (from, to) = (self.starts[row as usize], self.starts[row as usize + 1]);
        &self.items[from as usize..to as usize]
    }
}

impl Wiring {
    /// Adds a part that wants nothing until it is told so.
    pub fn part(&mut self) -> Part {
        self.wants.push(0);
        Part::try_from(self.wants.len() - 1).expect("a model has at most 4 million parts, each a few here")
    }

    /// Adds an input that the part cannot do without, beside those it has.
    pub fn require(&mut self, part: Part, input: Part) {
        self.wants[part as usize] += 1;
        self.wires.push((part, input));
    }

    /// Makes the part want `k` of these inputs and nothing else.
    pub fn at_least(&mut self, part: Part, k: u32, inputs: &[Part]) {
        self.wants[part as usize] = k;
        self.wires.extend(inputs.iter().map(|input| (part, *input)));
    }

    /// Finishes the network in O(parts + wires).
    pub fn circuit(self) -> Circuit {
        let inputs = Rows::new(self.wants.len(), &self.wires);
        let turned: Vec<(Part, Part)> = self.wires.iter().map(|(part, input)| (*input, *part)).collect();
        let outputs = Rows::new(self.wants.len(), &turned);
        Circuit { wants: self.wants, inputs, outputs }
    }
}

impl Circuit {
    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.wants.len()
    }

    /// Tells whether there is no part.
    pub fn is_empty(&self) -> bool {
        self.wants.is_empty()
    }

    /// What a part looks at.
    pub fn inputs(&self, part: Part) -> &[Part] {
        self.inputs.row(part)
    }

    /// Who looks at a part.
    pub fn outputs(&self, part: Part) -> &[Part] {
        self.outputs.row(part)
    }

    /// How many inputs a part wants.
    pub fn wants(&self, part: Part) -> u32 {
        self.wants[part as usize]
    }

    /// How many inputs a part can lose and stay on.
    pub fn slack(&self, part: Part) -> u32 {
        (self.inputs(part).len() as u32).saturating_sub(self.wants(part))
    }

    /// Everything that stays on when all parts are on at first and those that cannot be go off: the greatest fixed
    /// point, in O(parts + wires). What stays on here and does not rise holds only itself up.
    pub fn linger(&self) -> Vec<bool> {
        let mut lost = vec![0u32; self.len()];
        let mut on = vec![true; self.len()];
        let mut queue: Vec<Part> = Vec::new();
        for part in 0..self.len() as Part {
            if self.wants(part) as usize > self.inputs(part).len() {
                on[part as usize] = false;
                queue.push(part);
            }
        }
        while let Some(part) = queue.pop() {
            for &output in self.outputs(part) {
                lost[output as usize] += 1;
                if on[output as usize] && lost[output as usize] > self.slack(output) {
                    on[output as usize] = false;
                    queue.push(output);
                }
            }
        }
        on
    }
}

/// The state of a rise, open to questions of the kind "and if this came on, too?".
#[derive(Clone, Debug)]
pub struct Risen {
    pub on: Vec<bool>,
    have: Vec<u32>,
    queue: Vec<Part>,
}

impl Risen {
    /// Everything off.
    pub fn new(circuit: &Circuit) -> Risen {
        Risen { on: vec![false; circuit.len()], have: vec![0; circuit.len()], queue: Vec::new() }
    }

    /// Everything that can come on: the least fixed point, in O(parts + wires).
    pub fn of(circuit: &Circuit) -> Risen {
        let mut risen = Risen::new(circuit);
        for part in 0..circuit.len() as Part {
            if circuit.wants(part) == 0 {
                risen.turn_on(part);
            }
        }
        risen.settle(circuit);
        risen
    }

    /// Turns a part on, to be followed by [`Risen::settle`].
    pub fn turn_on(&mut self, part: Part) {
        if !self.on[part as usize] {
            self.on[part as usize] = true;
            self.queue.push(part);
        }
    }

    /// Follows what comes on; gives the parts that did, those turned on included.
    pub fn settle(&mut self, circuit: &Circuit) -> Vec<Part> {
        let mut came = Vec::new();
        while let Some(part) = self.queue.pop() {
            came.push(part);
            for &output in circuit.outputs(part) {
                self.have[output as usize] += 1;
                if self.have[output as usize] >= circuit.wants(output) {
                    self.turn_on(output);
                }
            }
        }
        came
    }

    /// How many inputs of a part are on.
    pub fn have(&self, part: Part) -> u32 {
        self.have[part as usize]
    }

    /// Takes back what [`Risen::settle`] gave.
    pub fn undo(&mut self, circuit: &Circuit, came: &[Part]) {
        for &part in came {
            self.on[part as usize] = false;
            for &output in circuit.outputs(part) {
                self.have[output as usize] -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a <-> b`, `c` wants `a or d`, `d` is free.
    fn knot() -> (Circuit, [Part; 4]) {
        let mut wiring = Wiring::default();
        let [a, b, c, d] = [(); 4].map(|()| wiring.part());
        wiring.require(a, b);
        wiring.require(b, a);
        wiring.at_least(c, 1, &[a, d]);
        (wiring.circuit(), [a, b, c, d])
    }

    #[test]
    fn a_circle_lingers_and_does_not_rise() {
        let (circuit, _) = knot();
        assert_eq!(Risen::of(&circuit).on, [false, false, true, true]);
        assert_eq!(circuit.linger(), [true; 4]);
    }

    #[test]
    fn what_was_asked_can_be_taken_back() {
        let (circuit, [a, b, c, d]) = knot();
        let mut risen = Risen::new(&circuit);
        risen.turn_on(d);
        risen.settle(&circuit);
        let before = risen.clone();
        risen.turn_on(a);
        let came = risen.settle(&circuit);
        assert_eq!(came, [a, b]);
        assert_eq!((risen.have(c), risen.on[c as usize]), (2, true));
        risen.undo(&circuit, &came);
        assert_eq!((risen.on, risen.have), (before.on, before.have));
    }

    #[test]
    fn what_never_comes_on_takes_its_needs_with_it() {
        let mut wiring = Wiring::default();
        let gone = wiring.part();
        wiring.at_least(gone, 1, &[]);
        let [a, b] = [(); 2].map(|()| wiring.part());
        wiring.at_least(a, 1, &[gone, b]);
        wiring.require(b, a);
        let circuit = wiring.circuit();
        assert_eq!(circuit.linger(), [false, true, true]);
        assert_eq!(Risen::of(&circuit).on, [false; 3]);
    }
}
