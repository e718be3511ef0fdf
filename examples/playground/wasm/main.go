//go:build js && wasm

// Wasm is the engine in a browser: alianza(text) answers a request of the page in
// JSON, alianzaTypes() describes the document.
package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"

	"github.com/seed-0af520cd/alianza/examples/playground/engine"
)

func main() {
	js.Global().Set("alianza", js.FuncOf(func(_ js.Value, args []js.Value) any { return run(args[0].String()) }))
	js.Global().Set("alianzaTypes", js.FuncOf(func(js.Value, []js.Value) any { return text(engine.Types()) }))
	js.Global().Call("alianzaReady")
	select {}
}

// run answers a request. A panic would end the library for good, so that the page
// gets it as a text.
func run(request string) (answer string) {
	defer func() {
		if p := recover(); p != nil {
			answer = text(map[string]string{"broken": fmt.Sprint(p)})
		}
	}()
	var r engine.Request
	if err := json.Unmarshal([]byte(request), &r); err != nil {
		return text(map[string]string{"broken": err.Error()})
	}
	return text(engine.Run(r))
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return `{"broken":"the answer cannot be written"}`
	}
	return string(data)
}
