import type { together as english } from "../en/together";

/** 简体中文：工单协作。 */
export const together: typeof english = {
  next: { take: "领取下一个", hint: "轮到的、且您可以答复的咨询", took: "#{id} 现在由您处理。" },
  lookers: {
    here: "{names} 也在查看", open: "{names} 正在查看", reply: "{names} 正在撰写回复。", note: "{names} 正在撰写备注。", wait: "请等待，或商定由谁回复。",
  },
  passing: {
    closedCall: "{queue}现在不在开放时间。来电者会听到开放时间，并可以留言。", closedChat: "{queue}现在不在开放时间。读者将在该队列中等候，直到有人在岗。", anyway: "仍然转交", other: "另选去处",
    calledOff: "已取消，仍由您处理。", joined: "您已加入会话，读者可以看到您的姓名。", left: "您已离开会话。",
    way: "方式", cold: "直接转交", coldHint: "对方接手后由其处理。", warm: "先邀请加入", warmHint: "两人一起接待读者，然后移交。", note: "给接手同事的备注，仅员工可见", departments: "部门",
    ringing: "正在 {name} 处响铃。对方接听前由您陪同读者。", with: "{name} 与您一起在此会话中。", comes: "{name} 即将加入：其电话正在响铃。", asked: "{name} 邀请您加入，接听电话后即加入。", took: "{name} 已接手此会话，其电话正在响铃。", letGo: "请其离开", beside: "您与 {name} 一起在此会话中，由其负责。", has: "此会话由 {name} 处理。",
    cannot: "{name} 现在不能接手（{state}）。请选择其他同事或队列。",
    why: { not_there: "{name} 现在不在岗。请选择其他同事或队列。", full: "{name} 的会话已满。请选择其他同事或队列。", rings: "{name} 处正有别的咨询在响铃，结束后此处的状态会随之改变。", rings_already: "已在 {name} 处响铃。请等待对方答复，或先取消响铃。" },
    noAnswer: "{name} 未接听，会话仍由您处理。", declined: "{name} 无法接手，会话仍由您处理。",
    lost: { took: "{who} 接管了您的 #{id}（{patron}）。", gave: "{who} 将您的 #{id}（{patron}）交给了 {to}。", back: "{who} 将您的 #{id}（{patron}）放回了队列。" },
    ring: { transfer: "{name} 转交给您", consult: "{name} 请您加入会话" },
    told: { transfer: "{who} 转交给 {to}", consult: "{who} 请 {to} 加入会话", accepted: "{who} 从 {to} 接手", stays: "由 {to} 继续处理：{who} 已离线", handed: "{who} 移交给 {to}", joined: "{who} 加入了会话", left: "{who} 离开了会话", calledOff: "{who} 取消了响铃" },
  },
  pushed: {
    mine: "分配给您", mineHint: "已分配给您。{at} 前未打开将退回队列。", theirs: "已分配", theirsHint: "已分配给 {name}，尚未打开；{at} 将退回队列。",
    told: { given: "已自动分配给有余力的 {to}", recalled: "{to} 未打开，已退回队列" },
    title: "邮件与表单", give: "将待处理咨询分配给有余力的馆员", after: "未打开时退回（分钟）", hint: "只分配给空闲且未达上限的馆员，不会响铃。",
  },
};
