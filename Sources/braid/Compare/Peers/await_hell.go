package main

import (
	"fmt"
	"time"
)

func fetch(url string) string {
	time.Sleep(time.Second)
	return "page " + url
}

func main() {
	urls := []string{"1", "2", "3"}
	for _, url := range urls {
		page := fetch(url)
		fmt.Println(page)
	}
}
