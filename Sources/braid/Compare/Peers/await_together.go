package main

import (
	"fmt"
	"time"
)

func fetch(url string, pages chan string) {
	time.Sleep(time.Second)
	pages <- "page " + url
}

func main() {
	urls := []string{"1", "2", "3"}
	pages := make(chan string)
	for _, url := range urls {
		go fetch(url, pages)
	}
	for i := 0; i < len(urls); i++ {
		fmt.Println(<-pages)
	}
}
