package main

// 20% of 19.99 is 3.998, posted as 4.00. Of 19.99, 9.99 come back: 20% of the 10.00 that
// are left is 2.00, so 2.00 are taken back, and 2.00 are paid.
func Example() {
	main()
	// Output:
	// 2026-03 ana
	//   USD: opening 0.00 + earned 4.00 + adjusted -2.00 = paid 2.00 + held 0.00 + carried 0.00
}
