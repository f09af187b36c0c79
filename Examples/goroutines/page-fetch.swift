// goroutines › Page fetch: no `async`, no `await`. On the main thread, as here, the call blocks; in a goroutine the same
// call would park the goroutine and give the thread to others.

import BraidGoroutines
import BraidHTTP

let client = try HTTPClient()
let url = CommandLine.arguments.dropFirst().first ?? "http://toutiao.com"

func fetch(_ url: String) throws -> String {
    let response = try client.get(url)
    return response.text
}

let page = try fetch(url)
print(page)
