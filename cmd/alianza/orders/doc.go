// Package orders reads orders as shops export them: CSV of any usual encoding,
// delimiter and way to write amounts and dates, with the columns that the shop
// has.
//
// It never guesses. What can be read two ways is refused, with the line, the
// column, the value and what to declare. A [Reader] reads one row at a time and
// keeps nothing of it.
//
// A message that says what to declare names flags of the command. Each flag sets a
// field of the same name: -decimal sets Decimal and -date sets Dates of [Format], and
// -col-kind sets Kind of [Columns].
package orders
