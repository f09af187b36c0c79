// HTTP titles › Go: fetches N pages a hundred at a time and prints each title as it comes.
//
//	http_titles N URL
//
// A hundred goroutines take addresses from one channel and put titles into another; the transport
// keeps as many idle connections as there are goroutines, where its default of two per host would
// open a new one for nearly every page.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const concurrency = 100

type result struct {
	title string
	err   error
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: http_titles N URL")
	}
	count, err := strconv.Atoi(os.Args[1])
	if err != nil || count < 1 {
		log.Fatalf("not a number of pages: %s", os.Args[1])
	}

	began := time.Now()
	failed := 0
	for result := range fetchAll(count, os.Args[2]) {
		if result.err != nil {
			failed++
			log.Print(result.err)
			continue
		}
		fmt.Fprintln(os.Stderr, result.title)
	}
	report(count, time.Since(began))
	if failed > 0 {
		os.Exit(1)
	}
}

// fetchAll returns a channel that yields a result for every page and is then closed.
func fetchAll(count int, base string) <-chan result {
	client := newClient()
	urls := make(chan string)
	results := make(chan result, concurrency)

	go func() {
		defer close(urls)
		for page := range count {
			urls <- fmt.Sprintf("%s/p%d.html", base, page)
		}
	}()

	var workers sync.WaitGroup
	for range concurrency {
		workers.Go(func() {
			var body bytes.Buffer // one for all pages of this goroutine
			for url := range urls {
				title, err := fetchTitle(client, url, &body)
				results <- result{title, err}
			}
		})
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	return results
}

func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns = concurrency
	transport.MaxIdleConnsPerHost = concurrency
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}

func fetchTitle(client *http.Client, url string, body *bytes.Buffer) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	// Read to its end whatever the status, or the connection cannot serve the next page.
	body.Reset()
	if _, err := io.Copy(body, response.Body); err != nil {
		return "", fmt.Errorf("%s: %w", url, err)
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", url, response.Status)
	}
	title, found := pageTitle(body.Bytes())
	if !found {
		return "", fmt.Errorf("%s: no title", url)
	}
	return title, nil
}

func report(count int, wall time.Duration) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	fmt.Printf(`{"peer":"go","workload":"http_titles","n":%d,"ns_per_op":%d,"rss_kb":%d,"cpu_s":%.3f,"wall_s":%.3f}`+"\n",
		count, wall.Nanoseconds()/int64(count), usage.Maxrss, cpu.Seconds(), wall.Seconds())
}
