/**
 * Channels of reactive messaging on queues: the connector {@code trireme} of SmallRye, for {@code @Incoming},
 * {@code @Outgoing}, {@code @Channel} and {@code Emitter}.
 *
 * <p>Optional: {@link io.trireme.channel.ChannelExtension} makes beans of the classes that need reactive messaging only where it is
 * on the class path. {@link io.trireme.channel.Channels} is what the rest of Trireme sees, and names nothing of it.
 *
 * <h2>Incoming: an attempt waits for its message</h2>
 *
 * A channel is a handler of its queue, so whatever holds for attempts holds for messages: lanes, concurrency, bounds, retries, dead
 * letters, results, probes, orders of operators. The attempt's thread makes a {@link io.trireme.channel.Delivery}, leaves it with
 * the {@link io.trireme.channel.IncomingChannel} and waits until the message is acknowledged (the attempt is done) or refused (it failed
 * with that reason).
 *
 * <pre>{@code
 * WAITING ──> HANDED ──> SETTLED       handed: the subscriber has it; settled: by the first ack or nack
 *    └──────> WITHDRAWN                by an interrupt, or since its partition is given up
 * }</pre>
 *
 * What the subscriber has not asked for stays {@code WAITING}, in its attempt; there are at most as many as the queue's
 * {@code concurrency}, and the rest stays in the queue. All that a channel has belongs to one event loop, so a subscriber is never
 * called by two threads at once; each message has a context of its own on that loop.
 *
 * <h2>The races, and who wins them</h2>
 *
 * <ul>
 *   <li><b>Ack, nack, and again</b>: the first one settles; any later one does nothing and succeeds, for a stage that failed would end the
 *       user's stream.
 *   <li><b>An interrupt while the message waits to be handed</b> (timeout, cancel, partition gone): one compare-and-set on the
 *       delivery's state. Withdrawn, it is never handed, and the attempt ends as who interrupted said. Handed, the attempt goes
 *       on waiting: whoever works on the message cannot be told, and the next task of its key must not overtake it.
 *   <li><b>A partition that is given up, or a process that stops</b>: the queue waits for running attempts, and that includes all whose
 *       messages wait. So the loop looks every 100 ms, and those that are not wanted any more are withdrawn as if snoozed: whoever
 *       gets the partition runs them, and no attempt is counted. Those that were handed are awaited for {@code shutdown-grace}.
 *   <li><b>An ack after that</b>: the epoch has ended, and it counts for nothing; the task is run again elsewhere.
 *   <li><b>A withdrawal against its delivery's arrival at the loop</b>: both are posted by the attempt's thread, in this order, so what is
 *       removed is there.
 *   <li><b>A subscriber that asks for more from inside of {@code onNext}</b>: the number goes up, the loop that is emitting sees it.
 *   <li><b>A subscriber that cancels, or whose stream failed</b>: nothing is handed any more; what waits, waits for the next subscriber, so
 *       no task is lost or dead-lettered for a fault that is not its own. Liveness shows it, since a restart mends it. What
 *       was handed may still be worked on and is awaited.
 *   <li><b>A second subscriber</b> is refused as long as there is one.
 *   <li><b>A payload that cannot be read</b> as what the method takes: refused with {@link io.trireme.Fault#UNDECODABLE}, before the method;
 *       it goes to the dead letters and the stream goes on.
 * </ul>
 *
 * <h2>Outgoing: a message waits for its receipt</h2>
 *
 * An {@link io.trireme.channel.OutgoingChannel} asks for {@code max-inflight-messages} and for one more with each answer. Publishing may
 * block, so one virtual thread for each channel does it, in the messages' order. A message is acknowledged when the brokers have
 * its task, and refused with what the publisher says otherwise; the stream goes on.
 */
@NullMarked
package io.trireme.channel;

import org.jspecify.annotations.NullMarked;
