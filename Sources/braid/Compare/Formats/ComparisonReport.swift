// Formats › ComparisonReport: who prints a comparison.

protocol ComparisonReport: AnyObject {
    /// The measurements to come are of this experiment.
    func begin(_ experiment: any Experiment.Type)
    func add(_ measurement: Measurement)
    func finish()
}
