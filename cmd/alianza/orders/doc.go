// Package orders reads orders as shops export them: CSV of any usual encoding,
// delimiter and way to write amounts and dates, with the columns that the shop
// has.
//
// It never guesses. What can be read two ways is refused, with the line, the
// column, the value and what to declare. A [Reader] reads one row at a time and
// keeps nothing of it.
package orders
