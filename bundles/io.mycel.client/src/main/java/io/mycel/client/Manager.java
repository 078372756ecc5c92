package io.mycel.client;

import java.util.List;
import java.util.Map;

/**
 * The workspace manager of the server, as Java. Every method waits for the answer and throws an
 * {@link io.mycel.api.rpc.RpcException} with the server's message. Others of its methods are
 * reached with {@link HyphaClient#manager(String)}.
 */
public interface Manager {
  /** Answers with what it is given. */
  Object echo(Object data);

  /** A token for the own workspace with the server's default lifetime. */
  String generateToken();

  /**
   * A token.
   *
   * @param config {@code workspace}, {@code permission}, {@code expires_in} (seconds) and others
   */
  String generateToken(Map<String, Object> config);

  /** The services of the own workspace, as they were registered. */
  List<Map<String, Object>> listServices();

  /**
   * The services that a query finds.
   *
   * @param query a workspace's name, {@code public}, or a map of fields
   */
  List<Map<String, Object>> listServices(Object query);

  /** The clients of the own workspace: {@code id} ({@code workspace/client}) and {@code user}. */
  List<Map<String, Object>> listClients();

  /** The service map that an id stands for, as {@link HyphaClient#service} has it. */
  Map<String, Object> getService(String id);
}
