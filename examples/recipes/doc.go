// Package recipes has recipes for engineers who run a program in a service. Each
// is an example that go test runs; read it in its file, or in docs/recipes.md, and
// copy it.
//
//   - delivery_test.go: a message that comes twice is evaluated once, in one
//     transaction with what it posts.
//   - parking_test.go: a refund that comes before its sale waits for it.
//   - shards_test.go: partners on several machines come to the same results.
//   - versions_test.go: a program is embedded, and a later version of it goes on
//     with the same store.
//   - replay_test.go: what a change of the rules would do to what was sold.
//   - transfer_test.go: a payout is transferred exactly once, whatever is lost.
package recipes
