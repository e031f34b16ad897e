/** 简体中文：通话。 */
export const calls = {
  call: {
    title: "通话",
    state: { arriving: "来电", choosing: "按键选择中", waiting: "排队等候", promised: "等待回电", ringing: "响铃中", talking: "通话中", held: "保持中", message: "正在留言", ended: "已结束" },
    ringsYou: "您的电话正在响铃，请用它接听。", ringsBrowser: "正在接通您的浏览器…", ringsPatron: "正在呼叫 {number}。", withheld: "号码未显示", claimed: "来电显示，未核实：号码可能是伪造的。", recorded: "正在录音",
    closing: { title: "读者正在通话", mine: "结束该工单会立即挂断您与读者的通话。", theirs: "结束该工单会立即挂断读者与 {name} 的通话。", stay: "继续通话", end: "挂断并结束工单" },
    spoken: "语言：{language}", until: "{name} 接听前由您陪同读者。", theirs: "电话响铃中",
    asksBack: "读者希望回电：先接通您这一端，再呼叫读者。",
    hold: "保持", resume: "恢复通话", mute: "静音", unmute: "取消静音", hangUp: "挂断", leave: "退出通话", third: "邀请第三方", thirdNumber: "第三方的号码", thirdHint: "对方接听后即加入通话。", outNumber: "要呼叫的号码", outHint: "先接通您这一端，再呼叫读者。", outAsk: "呼叫这位读者", outHere: "这次通话归入当前咨询 #{id}。", outInto: "这次通话归入", outNew: "新的咨询", taken: "您正在通话，或这位读者正在通话。", ring: "呼叫", callNumber: "呼叫 {number}", keys: "按键", keysHint: "对方能听到按键音。",
    with: "与 {name}", letOut: "请 {name} 退出", microphone: "请允许此页面使用麦克风，或改用电话接听。", browserLost: "此浏览器未连接到电话服务，来电不会在这里响铃。",
    listen: "旁听", whisper: "耳语", speak: "插话", stop: "离开通话", listening: { listen: "您在旁听：双方都听不到您。", whisper: "只有馆员能听到您。", speak: "双方都能听到您。" },
    notIn: { no_answer: "您未接入通话：您的电话无人接听。", busy: "您未接入通话：您的电话占线或已拒接。", failed: "您未接入通话：运营商无法接通您的电话。", no_key: "您未接入通话：电话已接起，但没有按 1。", browser: "您未接入通话：您的浏览器没有接听。" },
    note: { recording: "通话录音，{length}", voice: "语音留言，{length}（机器转写）", voiceFrom: "{number} 的语音留言（机器转写）", voiceBare: "语音留言（机器转写）" },
    whereFirst: "要旁听，请先选择在哪里接听电话。", chooseWhere: "去选择",
    device: "在哪里接听电话", deviceHint: "选好之后，来电才会在您的座席响铃。", devices: { none: "不接听电话", browser: "在此浏览器中接听", telephone: "用我的电话接听" }, myNumber: "我的电话号码", save: "保存", saved: "已保存。",
    told: {
      begun: { in: "读者来电", out: "{who} 呼叫读者", back: "读者希望回电" },
      answered: "{who} 与读者通话",
      ended: { weHungUp: "{who} 挂断，通话 {time}", theyHungUp: "读者挂断，通话 {time}", beforeTalk: "通话开始前对方已挂断", inMessage: "读者未留言即挂断", choosing: "读者在按键选择时挂断", completed: "通话结束，时长 {time}", abandoned: "无人接听前读者已挂断", whileRinging: "{to} 的电话响铃时读者挂断", short_abandoned: "读者立即挂断", failed: "呼叫失败", dropped: "通话中断", voicemail: "读者已留言", callback_asked: "读者已挂断，等待回电", busy: "占线", no_answer: "无人接听", called_off: "呼叫已取消" },
      corrected: "后来得知：{what}",
      agreed: "读者同意录音", refused: "读者不同意录音",
      troubled: "运营商未能执行：{order}（{code}）",
      order: { ring: "响铃", connect: "接通来电者", line: "让来电者回到队列", hang_up: "挂断", hold: "保持", resume: "恢复通话", mute: "静音", unmute: "取消静音", mode: "旁听", fetch: "取回留言", look: "查询通话", forget: "删除录音" },
    },
  },
};
