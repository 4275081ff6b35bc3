/**
 * The simulator was asked for something it does not know how API Gateway does. It says so instead
 * of guessing; over HTTP this is a 501 whose body names the feature.
 */
export class SimulatorUnsupported extends Error {
  override readonly name = 'SimulatorUnsupported'
  readonly code = 'SIMULATOR_UNSUPPORTED'
  /** What is not simulated, such as `condition operator "BinaryEquals"`. */
  readonly feature: string

  constructor(feature: string) {
    super(`${feature}: expected something the gateway simulator knows, found something it does not guess at`)
    this.feature = feature
  }
}
