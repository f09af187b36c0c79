// http_titles: fetches URL/p0.html, URL/p1.html, … N of them, a hundred at a time, and prints each title
// as it comes. One operation is a page.
//
// A hundred goroutines take addresses from one channel and put titles into another; the transport
// keeps as many idle connections as there are goroutines, where its default of two per host would
// open a new one for nearly every page.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

const concurrency = 100

type result struct {
	title string
	err   error
}

func httpTitles(wanted request) (measurement, error) {
	if wanted.url == "" {
		return measurement{}, errors.New("http_titles needs the address of a server")
	}
	return timed(wanted.count, func() error {
		failed := 0
		for result := range fetchAll(wanted.count, wanted.url) {
			if result.err != nil {
				failed++
				log.Print(result.err)
				continue
			}
			fmt.Fprintln(os.Stderr, result.title)
		}
		if failed > 0 {
			return fmt.Errorf("%d pages failed", failed)
		}
		return nil
	})
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
