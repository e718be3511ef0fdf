module github.com/seed-0af520cd/alianza/examples/playground

go 1.25.0

require (
	github.com/andybalholm/brotli v1.3.0
	github.com/chromedp/cdproto v0.160.1
	github.com/chromedp/chromedp v0.23.1
	github.com/seed-0af520cd/alianza v0.0.0
	github.com/shopspring/decimal v1.6.0
)

require github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect

replace github.com/seed-0af520cd/alianza => ../..
