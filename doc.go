// Package alianza is the overview of a library that holds the rules of a
// partnership program, and the one error type its packages share.
//
// The rules live in five packages that do not import each other; a program
// puts them together, as the example of this package does:
//
//   - tier: which level a partner has reached, and what is missing to the next
//   - score: which prospect gets a green light, a weighted evaluation, and
//     whether a figure meets its target
//   - commission: what a partner earns on a sale, what a refund takes back, how
//     an amount is split to the cent, and when it is due
//   - roi: what the partnership returned
//   - pipeline: what may happen next to a deal
//
// # One shape
//
// Every package works in four steps. A definition is plain data with exported
// fields and a strict JSON form; the presets are functions that return one.
// New checks it whole and returns every fault at once, or freezes it into an
// immutable value that is safe for concurrent use; Must is for literals.
// Evaluating that value is a pure function of the facts given: it reads no
// clock, no environment and no package variable, and it refuses bad facts with
// an error that names them. What it has to know of the past is in a value that
// the caller keeps, and that it takes and returns, as append does a slice. The result carries what made it, prints as a
// sentence, and marshals as JSON.
//
// # Numbers
//
// Amounts, scores and metrics are decimals in major units (19.99, not 1999),
// exact until the one rounding that a comment names. A rate is a type of its
// own and always written with its sign, "20%". Rounding is half up (a tie goes
// away from zero) unless the definition says otherwise. A decimal from outside
// may have 34 digits and 18 decimals; more is refused with [ErrRange], however
// hostile, before anything is computed with it.
//
// # Names and documents
//
// Names and IDs have at most 200 bytes of UTF-8, no control characters and no
// spaces around them. A JSON document may have 1 MiB, a state 256 MiB, and 32
// objects and arrays inside one another; of its faults the first hundred are
// reported. Decimals are read from strings and from numbers, by their text, and
// written as strings.
//
// # Missing
//
// Missing is not zero. A metric, an answer or a score that is not given is
// refused or reported as missing by the policy of the definition, and a
// quotient without a denominator is refused with [ErrZero].
//
// # Time
//
// Instants come in as arguments. Calendar arithmetic is civil: a day is a
// calendar day in the zone given, months clamp to the end of the month,
// periods include their start and exclude their end.
//
// # Errors
//
// A fault of a definition or of a fact is a [*FieldError] with the path of the
// field; [Faults] lists them, errors.Is tells their kinds apart.
//
// # Rules
//
// Comments and tests cite the rules of the program by id (T1, S8, C21); the
// file RULES.md has a line for each.
package alianza
