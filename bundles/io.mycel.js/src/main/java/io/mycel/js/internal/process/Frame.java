package io.mycel.js.internal.process;

/** What goes from one process to the other. */
sealed interface Frame {
  /**
   * A function is called.
   *
   * @param id of the call, for its answer
   * @param function its number at the side that gets this
   * @param args {@code [positional, named, caller or null]}
   */
  record Call(long id, long function, Parcel args) implements Frame {}

  /** The result of a call. */
  record Answer(long id, Parcel value) implements Frame {}

  /**
   * A call failed.
   *
   * @param kind of {@link io.mycel.api.rpc.RpcException}
   * @param trace may be empty
   */
  record Refusal(long id, String kind, String message, String trace) implements Frame {}

  /** A function of the side that gets this is no longer held by the other. */
  record Release(long function) implements Frame {}
}
