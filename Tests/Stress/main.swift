Stress.main()
