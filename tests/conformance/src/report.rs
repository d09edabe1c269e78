//! What came out, for people and for the exit code.

use std::collections::BTreeMap;
use std::fmt;

/// Counts and names.
#[derive(Debug, Default)]
pub(crate) struct Report {
    verbose: bool,
    pub(crate) examples: usize,
    pub(crate) declarations: usize,
    /// Of all declarations.
    pub(crate) fields: usize,
    /// Those whose type the examples don't tell, kept as JSON.
    pub(crate) open_fields: usize,
    passed: usize,
    /// By rule: the example, and what is wrong with it.
    broken: BTreeMap<String, Vec<(String, String)>>,
    /// The example or the declaration, and what went wrong.
    gaps: Vec<(String, String)>,
    /// Declared paths: as pasted, refused with advice and then written as advised.
    pub(crate) pasted: usize,
    pub(crate) pasted_compile: usize,
    pub(crate) refused: Vec<(String, String)>,
}

impl Report {
    /// A verbose one names everything.
    pub(crate) fn new(verbose: bool) -> Self {
        Self { verbose, ..Self::default() }
    }

    pub(crate) fn passed(&mut self) {
        self.passed += 1;
    }

    pub(crate) fn broken(&mut self, rule: &str, id: &str, why: &str) {
        self.broken.entry(rule.to_owned()).or_default().push((id.to_owned(), one_line(why)));
    }

    pub(crate) fn gap(&mut self, id: &str, why: &str) {
        self.gaps.push((id.to_owned(), one_line(why)));
    }

    pub(crate) fn has_gaps(&self) -> bool {
        !self.gaps.is_empty()
    }
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: usize, whole: usize| match whole {
            0 => 100.0,
            // Counts of examples are far from where this would round.
            #[allow(clippy::cast_precision_loss, reason = "see above")]
            _ => 100.0 * part as f64 / whole as f64,
        };
        if self.pasted > 0 {
            let refused = self.refused.len();
            writeln!(f, "declared paths pasted as they are: {}", self.pasted)?;
            writeln!(f, "  compile                          {}", self.pasted_compile)?;
            writeln!(f, "  refused, saying what to write    {refused}")?;
            for (path, advice) in self.refused.iter().take(if self.verbose { usize::MAX } else { 5 }) {
                writeln!(f, "    {path}: {advice}")?;
            }
        }
        let broken: usize = self.broken.values().map(Vec::len).sum();
        writeln!(f, "examples {} in {} declarations", self.examples, self.declarations)?;
        writeln!(
            f,
            "  {} of {} fields kept as JSON: null or empty in every example",
            self.open_fields, self.fields
        )?;
        writeln!(f, "  passed   {:>5}  {:.1} %", self.passed, percent(self.passed, self.examples))?;
        writeln!(f, "  broken   {broken:>5}  in the documentation, by rule:")?;
        for (rule, examples) in &self.broken {
            writeln!(f, "    {:>5}  {rule}", examples.len())?;
            for (id, why) in examples.iter().take(if self.verbose { usize::MAX } else { 3 }) {
                writeln!(f, "           {id}: {why}")?;
            }
            if !self.verbose && examples.len() > 3 {
                writeln!(f, "           and {} more (--verbose names them)", examples.len() - 3)?;
            }
        }
        writeln!(f, "  gaps     {:>5}", self.gaps.len())?;
        for (id, why) in &self.gaps {
            writeln!(f, "           {id}: {why}")?;
        }
        Ok(())
    }
}
