/**
 * The runner {@code process}: the handlers of a queue, called in child JVMs of this process, one attempt at a time in each.
 *
 * <p>Start with {@link io.trireme.child.Children}, which the engine asks for handlers, {@link io.trireme.child.ChildWorkers},
 * which keeps the children of a queue, and {@link io.trireme.child.ChildMain}, what runs in a child. The same serves functions
 * without an application around them: {@link io.trireme.child.ChildCalls} and {@link io.trireme.child.CallMain}.
 *
 * <h2>What connects the two</h2>
 *
 * Four lines, so that none ever waits for another one:
 * <ul>
 *   <li>a Unix domain socket, for tasks and answers ({@link io.trireme.child.FrameChannel}); its end tells a child to end in order;
 *   <li>another one, for what has to reach it while its handler runs ({@link io.trireme.child.ControlLine});
 *   <li>the child's standard input, for its settings; its end tells that the parent is dead, however it died, and the child ends at
 *       once. Nothing else comes there, since what a handler starts may read it too;
 *   <li>the child's standard output and error, for log lines and whatever else is printed ({@link io.trireme.child.ChildOutput}).
 * </ul>
 *
 * On the first three go frames: four bytes with the length of the rest, most significant first, a byte with the kind, and the
 * body ({@link io.trireme.child.FrameCodec}). Numbers are big-endian, a text is its length in bytes and UTF-8, and a length of -1
 * stands for none. No frame is longer than {@code process.max-message-bytes}.
 *
 * <pre>
 * parent                                     child
 *   | starts it ------------------------------> reads its standard input
 *   | SETUP version, socket, settings --------> sets them, starts the application with the role child
 *   | <------------- connects twice, HELLO version   (or once, and REFUSED why; it ends then)
 *   | WORK number, task ----------------------> calls the handler
 *   | <---------- PROGRESS done, total, note      any number of times
 *   | <-------------------- METERS what they count   if they did
 *   | CANCEL number, ABANDON number ----------> interrupts it; tells it that nobody wants its outcome
 *   | <------------------------ DONE | FAILED
 *   | the socket ends ------------------------> stops the application and ends
 * </pre>
 *
 * Another version than one's own is refused: so is found out when Trireme's jar was replaced under a running parent by one that
 * speaks otherwise. An application's own jars are not looked at: who replaces them starts the parent anew.
 *
 * <h2>States of a child, as its parent sees it</h2>
 *
 * <pre>
 * starting ──HELLO──> idle ──WORK──> working ──DONE, FAILED──> idle ... ──> retiring ──> gone
 *    │                 │                │                        (after so many tasks, so much memory, at the end)
 *    │                 └── dies ────────┤
 *    └── REFUSED, dies, start-timeout ──┴── dies, strays, does not stop ──> killed (SIGTERM, kill-grace, SIGKILL) ──> gone
 * </pre>
 *
 * A child belongs to the attempt's thread that took it out, from there to its return: so nothing of it is guarded.
 *
 * <h2>The races, and who wins them</h2>
 *
 * <ul>
 *   <li><b>A cancel that overtakes its task</b>, being on another line: the child remembers the highest number that was
 *       cancelled, and an attempt with such a number begins interrupted ({@link io.trireme.child.CurrentAttempt}).
 *   <li><b>A cancel that comes when its attempt has ended</b>: it has a number below that of the one that runs, and is dropped. The
 *       look at the number and the interrupt are made under one lock, and so is the end of an attempt.
 *   <li><b>An interrupt that comes when the answer is on its way</b>: the answer wins, since the handler did return. What it then
 *       counts as, the engine decides, as for any handler that comes back after an interrupt.
 *   <li><b>A child that dies in the middle of a frame</b>: the end of the stream comes before the end of the frame, and the attempt is
 *       lost with it. Nothing of half an answer is used.
 *   <li><b>A child that dies while idle</b>: who takes it out sees that it is gone, and takes another one; should it die between that
 *       look and the task, the attempt is lost like any other and made again.
 *   <li><b>A parent that is killed while a child starts</b>: the child reads its standard input by then, and ends at once.
 *   <li><b>A word on how far an attempt is that comes when it has ended</b>: said or not, and the end noted, under one lock
 *       ({@link io.trireme.child.AttemptProgress}); so nothing comes behind an answer.
 *   <li><b>An attempt that is to stop while a child starts for it</b>: the child goes on starting, and is for whoever comes next; so a
 *       limit on attempts that is shorter than a start keeps none from coming up ({@link io.trireme.child.ChildWorkers}).
 *   <li><b>A child that is put back while the workers are closed</b>: under the lock that guards those that are idle.
 * </ul>
 */
@NullMarked
package io.trireme.child;

import org.jspecify.annotations.NullMarked;
