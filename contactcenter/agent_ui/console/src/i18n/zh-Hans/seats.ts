import type { seats as english } from "../en/seats";

/** 简体中文：座席与振铃。 */
export const seats: typeof english = {
  seat: {
    title: "我的状态", available: "空闲", ringing: "响铃中", on_call: "通话中", full: "已满", busy: "忙碌", away: "离开", wrap_up: "整理", offline: "离线", cutOff: "已断线", cutOffHint: "连接中断：恢复之前这里不会响铃", why: { no_answer: "未应答", lost: "连接中断", signed_out: "已签退" },
    crew: "{m} 人中 {n} 人空闲", crewTitle: "谁在岗", holds: "1 个会话 | {n} 个会话",
    missed: "您没有接听。", missedHint: "恢复空闲之前，这里不会再响铃。", beAvailable: "恢复空闲", notes: "整理记录的时间。", finished: "完成",
    choose: "我的状态：{state}", sound: "响铃提示音", soundHint: "有聊天或来电分配给您时，在此浏览器中发声。", try: "试听", notices: "页面不在前台时的通知",
    notice: { granted: "此浏览器会显示通知。", denied: "此浏览器不显示通知，可在浏览器的网站设置中允许。", default: "尚未向浏览器申请。", none: "此浏览器在该地址不显示通知：需要安全连接（https）。" }, allow: "允许",
  },
  ring: {
    title: "正在响铃", said: "{who}正在呼叫：{where}。按 {key} 接入。", notice: "{who}正在等您", waits: "已等待", accept: "接入", decline: "不接", mute: "静音响铃",
    silenced: "在此页面点击或按键之前，浏览器不会发声。", askNotices: "页面不在前台时也通知我",
    live: "读者在线", liveHint: "读者的聊天窗口开着", onCall: "通话中", call: "通话未结束", callHint: "此咨询的通话尚未结束：正在进行，或等待回电", ringsAt: "{name} 处响铃", ringsAtMe: "在您这里响铃",
  },
  rang: {
    now: "正在 {to} 处响铃", missed: "{to} 未应答", declined: "{to} 留给了同事", withdrawn: "曾在 {to} 处响铃，其后离线", callerLeft: "在 {to} 处响铃时，来电者离开了队列", accepted: "{who} 已接受",
    left: "读者已离开", leftUnanswered: "读者在有人答复前已离开", came: "读者正在线上", wasAway: "读者曾离开，{until} 返回", and: "{one}、{other}",
  },
};
