module braid.example/benchmarks/http_titles

go 1.25
