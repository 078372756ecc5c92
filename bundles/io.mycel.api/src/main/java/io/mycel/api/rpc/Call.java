package io.mycel.api.rpc;

import java.util.List;
import java.util.Map;

/**
 * One call of a function.
 *
 * @param args the positional arguments, decoded
 * @param kwargs the keyword arguments, decoded; empty if none were sent
 * @param context who calls
 */
public record Call(List<Object> args, Map<String, Object> kwargs, Context context) {

  /**
   * Who calls, as the hub says and not as the caller claims.
   *
   * @param from address of the caller, {@code workspace/client}
   * @param to address of the called peer
   * @param workspace the workspace of the caller
   * @param user the caller's user as on the wire: {@code id}, {@code roles}, {@code is_anonymous},
   *     {@code email}, {@code scope} …
   * @param main the whole first map of the frame
   */
  public record Context(
      String from,
      String to,
      String workspace,
      Map<String, Object> user,
      Map<String, Object> main) {}
}
